/** vm_flags that decide what /proc/PID/maps prints; the same bits on all kernels here (include/linux/mm.h). */
export const VM_READ = 1;
export const VM_WRITE = 2;
export const VM_EXEC = 4;
export const VM_SHARED = 8;
export const VM_MAYSHARE = 0x80;

/** How the vm_area_struct relates to its mm's tree: `new` ones (just allocated or copied) are in no tree yet. */
export type VmaPlace = 'new' | 'attached' | 'freed';

/** One vm_area_struct, one incarnation of its pointer. Numbers are words; -1 where nothing said. */
export interface Vma {
  readonly ptr: number;
  mm: number;
  start: number;
  end: number;
  /** vm_flags, bits 0 to 51, and the rest. */
  flags: number;
  flagsHigh: number;
  pgoff: number;
  file: number;
  anonVma: number;
  place: VmaPlace;
  /** vm_lock_seq and vm_refcnt as replayed; -1 where this kernel or trace does not show them. */
  lockSeq: number;
  refcnt: number;
  /** A write lock waits for readers with this sequence number; -1 none does. */
  pendingSeq: number;
  /** Tasks known to hold the read lock. */
  readers: number;
  /** The event since which lockSeq and refcnt are followed without a gap; -1 when they are not known. */
  lockSince: number;
  since: number;
  inferred: boolean;
}

/** Access and sharing as /proc/PID/maps prints them (fs/proc/task_mmu.c, show_vma_header_prefix). */
export function permissions(flags: number): string {
  const shared = Math.floor(flags) & VM_MAYSHARE;
  return `${flags & VM_READ ? 'r' : '-'}${flags & VM_WRITE ? 'w' : '-'}${flags & VM_EXEC ? 'x' : '-'}${shared ? 's' : 'p'}`;
}
