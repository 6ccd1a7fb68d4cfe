/** mmap_lock and the per-VMA lock. `mm` of a tracepoint may be a hash of the pointer (see replay/pointer-join.ts). */
export const lockFacts = {
  mmap_lock_req: ['mm', 'write'],
  mmap_lock_acq: ['mm', 'write', 'ok'],
  mmap_lock_rel: ['mm', 'write'],
  /** lock_vma_under_rcu() begins for `va`. */
  vma_read_try: ['mm', 'va'],
  /** It returned `vma` (0: failed); `ends` 1 where a later event shows the end of what the lock was taken for. */
  vma_read_end_try: ['vma', 'refc', 'lseq', 'ends'],
  /** A fault goes on under mmap_lock: it holds no VMA lock (any more). */
  vma_read_given_up: [],
  /** A reader of an address space drops the VMA it held and looks for the next. */
  vma_read_next: ['mm', 'va'],
  /** __vma_start_write(): the caller holds mmap_lock for write; `mmSeq` is mm_lock_seq, or -1. */
  vma_write: ['vma', 'mm', 'mmSeq', 'refc', 'lseq'],
} as const;
