/** Physical pages: allocation, free, counters. */
export const folioFacts = {
  folio_alloc: ['pfn', 'order', 'user'],
  folio_free: ['pfn', 'order'],
  /** A page entered the page cache. */
  cache_add: ['pfn', 'order'],
  cache_remove: ['pfn', 'order'],
  /** rss_stat: `mmId` is a hash of the mm, `curr` 1 when it is the running task's; `member` 0 file, 1 anon, 2 swap, 3 shmem. */
  rss: ['mmId', 'curr', 'member', 'bytes'],
  gup_pin: ['pfn', 'nr', 'flags'],
  gup_unpin: ['pfn', 'nr'],
} as const;
