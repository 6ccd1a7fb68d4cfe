/** mm_struct and vm_area_struct: birth, bounds, death. `lseq` and `refc` are vm_lock_seq and vm_refcnt as printed. */
export const addressSpaceFacts = {
  /** mm_init() returned this mm: whatever lived at the pointer before is gone. `whole` 1 when all that happens to it can be followed: pages can be told apart. */
  mm_new: ['mm', 'whole'],
  /** `mm` becomes a copy of `old` (dup_mmap). */
  mm_dup: ['mm', 'old'],
  /** exit_mmap() began: the last user left. */
  mm_exit: ['mm'],
  /** The mm_struct itself is given back. */
  mm_free: ['mm'],
  /** The running task works in this mm (it faults in it, or holds its lock for a user-mode fault). */
  mm_current: ['mm'],
  vma_alloc: ['vma', 'mm', 'lseq', 'refc'],
  /** A copy that is not in any tree yet; bounds are the original's, in fork even its mm is. */
  vma_dup: ['vma', 'mm', 'start', 'end', 'flags', 'pgoff', 'file', 'anonVma', 'lseq', 'refc'],
  /** A probe printed what the vm_area_struct holds at this instant; flagsHigh: bits 52 to 63 of its flags, where they are used. */
  vma_state: ['vma', 'mm', 'start', 'end', 'flags', 'flagsHigh', 'pgoff', 'file', 'anonVma', 'lseq', 'refc'],
  /** perf_event_mmap(): a mapping is complete (mmap, brk, mprotect, stack growth). */
  vma_mapped: ['vma', 'mm', 'start', 'end', 'flags'],
  /** vma_complete() on one of its VMAs: the bounds after a split, merge, shrink or expansion. */
  vma_bounds: ['vma', 'mm', 'start', 'end'],
  /** The maple tree of `mm` (-1: of the mm write-locked by the task) got `vma` over [start, end). */
  vma_store: ['mm', 'vma', 'start', 'end'],
  /** Some maple tree stored `value` over [start, end): a VMA when we know one at that pointer. */
  tree_store: ['value', 'start', 'end'],
  /** The maple tree of `mm` lost everything in [start, end). */
  vma_erase: ['mm', 'start', 'end'],
  /** munmap begins to gather the VMAs of a range (of the mm of `vma`), and has detached them. */
  munmap_gather: ['vma', 'start', 'end'],
  munmap_detached: [],
  vma_free: ['vma', 'mm'],
  split_begin: ['vma', 'addr', 'newBelow'],
  split_end: ['ret'],
  /** vma_shrink(), __vma_adjust(): the bounds asked for; `stepwise` 1 where bounds and pgoff are set apart, until vma_resize_end. */
  vma_resize: ['vma', 'start', 'end', 'pgoff', 'stepwise'],
  vma_resize_end: [],
  /** expand_downwards()/upwards(): the stack is asked to reach `addr`. */
  stack_grow: ['vma', 'addr'],
  stack_grow_end: ['ret'],
  /** mprotect_fixup(), mlock_fixup(), madvise: new vm_flags for [start, end). */
  flags_change: ['vma', 'start', 'end', 'flags'],
} as const;
