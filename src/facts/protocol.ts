/** What probes show of protocols beside the state that is folded. */
export const protocolFacts = {
  /** pte_alloc_one() returned a page for a table that nothing points to yet. */
  pt_alloc: ['pfn'],
  /** flush_tlb_mm_range() begins; `end` at or below `start` means all of the mm. */
  tlb_flush_begin: ['mm', 'start', 'end'],
  /** A VMA is given back; `refc` is its vm_refcnt. */
  vma_last_count: ['vma', 'refc'],
  /** A write fault keeps a page that was not exclusive; `refs` is the folio's count. */
  page_reuse: ['mm', 'pfn', 'refs'],
} as const;
