/**
 * What the mmstep_ events say (docs/vocabulary.md): one step of a protocol each. Words are told as their place in the
 * lists of step-words.ts; `excl` of a migration entry is read_exclusive.
 */
export const stepFacts = {
  /** An entry of a PTE table was written; 512 pages at level 2 (a PMD entry, `table` -1). */
  step_pte_set: ['mm', 'va', 'nr', 'level', 'table', 'type', 'pfn', 'write', 'dirty', 'young', 'excl', 'why'],
  /** An entry became none: the fields are what it held. */
  step_pte_clear: ['mm', 'va', 'nr', 'level', 'table', 'type', 'pfn', 'write', 'dirty', 'young', 'excl', 'why'],
  /** A load or store; `hit` 1 when it used a cached translation. */
  step_access: ['mm', 'va', 'write', 'pfn', 'hit', 'young', 'dirty'],
  /** The page-table lock was taken (`held` 1) or is about to be given back. */
  step_ptl: ['mm', 'va', 'table', 'held'],
  step_pmd_lock: ['mm', 'va', 'try', 'ok'],
  step_pmd_unlock: ['mm', 'va'],
  step_pt_unlink: ['mm', 'va', 'table', 'why'],
  /** A zap decides about the table it has gone through. */
  step_pt_reclaim: ['mm', 'va', 'table', 'start', 'end', 'skipped', 'dropped', 'path'],
  /** A walker without locks entered a table (`inside` 1) or left it. */
  step_walk: ['mm', 'va', 'table', 'inside'],
  /** pte_refcount changed; `refs` is the value after. */
  step_pte_ref: ['mm', 'va', 'table', 'delta', 'refs', 'why'],
  step_pt_rwsem: ['mm', 'op'],
  /** All CPUs have dropped what they cached of [start, end). */
  step_tlb_flush: ['mm', 'start', 'end'],
  step_tlb_slot: ['mm', 'va', 'pfn', 'nr', 'delay', 'pending'],
  step_folio_ref: ['pfn', 'delta', 'refs', 'why'],
  /** The dirty flag is now `dirty`. */
  step_folio_dirty: ['pfn', 'dirty', 'why'],
  /** Writeback began (`busy` 1) or ended. */
  step_writeback: ['pfn', 'busy'],
  step_swapcache: ['pfn', 'entry', 'add'],
  step_young_test: ['mm', 'va', 'pfn', 'young'],
  step_folio_check: ['pfn', 'refPtes', 'referenced', 'verdict'],
  step_map_page: ['mm', 'va', 'pfn', 'index', 'size', 'uptodate', 'hwpoison'],
  step_rmap_dup: ['mm', 'va', 'pfn', 'nr', 'level'],
  step_mkwrite: ['mm', 'va', 'pfn'],
  /** PG_anon_exclusive of `nr` pages is now `set`. */
  step_ae: ['pfn', 'nr', 'set', 'why'],
  step_wp_seq: ['mm', 'seq'],
  step_wp_decide: ['mm', 'va', 'pfn', 'refs', 'mapcount', 'swapcache', 'excl', 'reuse'],
  step_gup_pin: ['mm', 'va', 'pfn', 'nr', 'flags', 'fast', 'seq0', 'seq1', 'same'],
  step_gup_unpin: ['pfn', 'nr', 'flags'],
  step_mm_seq: ['mm', 'seq', 'why'],
  /** A count of a VMA lock changed; `step` is one of countSteps, `refcnt` the value after. */
  step_vma_count: ['vma', 'mm', 'refcnt', 'step'],
  step_vma_read_fail: ['vma', 'mm', 'va', 'why'],
  step_vma_seq: ['vma', 'mm', 'seq', 'refcnt'],
  step_vma_change: ['vma', 'mm', 'field', 'old', 'new', 'rmap'],
  step_vma_rmap: ['vma', 'mm', 'linked'],
} as const;
