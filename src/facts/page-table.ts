/**
 * Entries of page tables, and the tables. `maps` is an EntryKind number (models/page-table/entry.ts), -1 where the event
 * does not tell; `level` 1 is an entry of a PTE table, 2 a PMD entry (512 pages).
 */
export const pageTableFacts = {
  fault_begin: ['mm', 'va', 'flags', 'vma', 'file'],
  fault_end: ['ret'],
  /** Within the fault: it is served by do_fault() or hugetlb, so not by the zero page. */
  fault_not_anon: [],
  /** do_huge_pmd_anonymous_page() returned. */
  fault_huge_end: ['ret'],
  /** do_swap_page(), do_wp_page(): the fault works on the entry that is there. */
  fault_swap: ['mm', 'va', 'entry'],
  fault_write_end: ['ret'],
  /** New anonymous pages at va, exclusive to this mm. */
  anon_new: ['mm', 'va', 'pfn', 'nr', 'level'],
  /** A known anonymous (or ksm) page mapped at va: swap-in, migration, split. */
  anon_add: ['mm', 'va', 'pfn', 'nr', 'level', 'exclusive', 'ksm'],
  /** A page-cache page mapped; the address follows from its index in the VMA (index -1: no index to trust). */
  file_add: ['mm', 'va', 'pfn', 'nr', 'level', 'shmem', 'vmaFile'],
  /** An entry written by address: set_pte_range(), do_set_pte(), insert_page(), map_anon_folio_pte(). */
  pte_set: ['mm', 'va', 'pfn', 'nr', 'level', 'maps', 'flags'],
  /** rmap of nr pages dropped: `va` is computed from the page's index and may not be the mapping's. */
  rmap_remove: ['mm', 'va', 'pfn', 'nr', 'level', 'vmaStart', 'vmaEnd', 'vmaFile', 'mappingLow'],
  /** Entries move; the mm is that of `vma` where it is 0. */
  /** The page of the fault (or of userfaultfd move) stays, the mapping becomes exclusive. */
  anon_move: ['mm', 'pfn', 'index'],
  zap_range: ['mm', 'start', 'end'],
  /** The running task's gather is finished: all it set out to clear is clear. */
  zap_end: [],
  zap_hugetlb: ['mm', 'start', 'end'],
  copy_range: ['src', 'dst', 'start', 'end', 'anonVma', 'flags'],
  copy_range_end: ['ret'],
  move_begin: ['mm', 'vma', 'from', 'to', 'len'],
  move_end: ['ret'],
  pmd_split: ['mm', 'va', 'file', 'pmd', 'freeze'],
  pmd_move: ['mm', 'from', 'to'],
  unmap_one_begin: ['mm', 'va', 'pfn'],
  unmap_one_end: ['ret'],
  swap_dup: ['entry'],
  swap_free: ['entry', 'nr'],
  migrate_one_begin: ['mm', 'va', 'pfn'],
  migrate_one_end: ['ret'],
  migration_restore: ['mm', 'va', 'pfn'],
  /** The migration tracepoint: a page is mapped at va again; no mm is said. */
  migrated: ['va', 'pfn'],
  ksm_merge: ['pfn', 'kpfn', 'mm'],
  uffd_zeropage: ['mm', 'start', 'len'],
  uffd_move: ['to', 'from', 'len'],
  /** UFFDIO_WRITEPROTECT of a range; `anon` 1 for an anonymous VMA. */
  uffd_wp: ['mm', 'start', 'len', 'enable', 'anon'],
  /** UFFDIO_API: the features the task asked for. */
  uffd_api: ['features'],
  guard_set: ['mm', 'va'],
  guard_clear: ['mm', 'va'],
  hugetlb_fault_begin: ['mm', 'va', 'file', 'pgoff', 'vmaFlags', 'flags'],
  hugetlb_alloc: ['pfn'],
  hugetlb_new_anon: ['mm', 'va', 'pfn'],
  hugetlb_fault_end: ['ret'],
  change_protection: ['mm', 'start', 'end', 'flags'],
  /** A PTE table page linked under `pmd` (the address of the PMD entry). */
  pt_link: ['mm', 'pmd', 'pfn'],
  pt_deposit: ['mm', 'pmd', 'pfn'],
  pt_withdraw_begin: ['mm', 'pmd'],
  pt_withdraw: ['pfn'],
  /** The table page leaves the mm's tables. */
  pt_free: ['mm', 'pfn'],
  /** An upper table is being allocated for va (level 2: PMD table, 3: PUD table). */
  pt_upper_begin: ['mm', 'va', 'level'],
  pt_upper_end: ['ret'],
  /** An upper table is freed; `table` is its address or struct page. */
  pt_upper_free: ['mm', 'level', 'table'],
  /** A probe printed an address and the PMD entry's own address: this is how a table's place is learned. */
  pmd_at: ['mm', 'va', 'pmd'],
} as const;
