/** VM_REFCNT_EXCLUDE_READERS_FLAG: what a writer adds to vm_refcnt (include/linux/mm_types.h). */
export const WRITER = 0x4000_0000;
/** VM_REFCNT_LIMIT: readers raise the count no further. */
export const LIMIT = WRITER - 1;
/** From here on refcount_t counts as saturated and stays so. */
export const SATURATED = 0x8000_0000;
/** vm_lock_seq of a VMA that was never write-locked. */
export const NEVER = 0xffff_ffff;

export const excludes = (refcnt: number): boolean => Math.floor(refcnt / WRITER) % 2 === 1;

/** A VMA is write-locked while its sequence equals that of an mm whose mmap_lock is held for write. */
export const writeLocked = (vmSeq: number, mmSeq: number): boolean => vmSeq === mmSeq && mmSeq % 2 === 1;

/** What the count must be while no writer excludes readers: the tree's reference, and one for each reader. */
export const countOf = (kind: 'rwsem' | 'refcnt', attached: boolean, readers: number): number =>
  (kind === 'refcnt' && attached ? 1 : 0) + readers;

/** May vm_lock_seq be written at this count? Only after the readers have left, or where none can come. */
export function mayWriteSeq(kind: 'rwsem' | 'refcnt', refcnt: number): boolean {
  if (kind === 'rwsem') return refcnt === WRITER;
  return refcnt === 0 || (excludes(refcnt) && refcnt <= WRITER + 1);
}

/** A VMA lock of the counted kind, with what its owner could only know from outside: `attached`. */
export interface VmaLockState {
  readonly refcnt: number;
  readonly vmSeq: number;
  readonly mmSeq: number;
  readonly attached: boolean;
}

export type ReadTry = 'ok' | 'seq_busy' | 'detached' | 'ref_busy';

/** The first look of vma_start_read(): without any order, so only `busy` can be trusted. */
export const seemsBusy = (s: VmaLockState): boolean => s.vmSeq === s.mmSeq;

/** The count of a try goes up, unless the VMA is dead, has a writer, or is full. */
export function readGet(s: VmaLockState): { readonly result: ReadTry; readonly state: VmaLockState } {
  if (s.refcnt === 0) return { result: 'detached', state: s };
  if (s.refcnt + 1 > LIMIT) return { result: 'ref_busy', state: s };
  return { result: 'ok', state: { ...s, refcnt: s.refcnt + 1 } };
}

/** A try taken back, or a read lock dropped. */
export const readPut = (s: VmaLockState): VmaLockState => ({ ...s, refcnt: s.refcnt - 1 });

/** mmap_write_lock(); also vma_end_write_all(), just before mmap_lock is dropped or downgraded. */
export const moveMmSeq = (s: VmaLockState): VmaLockState => ({ ...s, mmSeq: s.mmSeq + 1 });

/** vma_start_write() begins: null when nothing is to be waited for any more, being written already or dead. */
export function excludeReaders(s: VmaLockState): { readonly state: VmaLockState; readonly waits: boolean } {
  if (s.vmSeq === s.mmSeq) return { state: s, waits: false };
  if (s.refcnt === 0) return { state: writeSeq(s), waits: false };
  return { state: { ...s, refcnt: s.refcnt + WRITER }, waits: true };
}

/** The wait of a writer, or of a detacher, is over. */
export const drained = (s: VmaLockState): boolean => s.refcnt === WRITER + (s.attached ? 1 : 0);

export const writeSeq = (s: VmaLockState): VmaLockState => ({ ...s, vmSeq: s.mmSeq });

export const admitReaders = (s: VmaLockState): VmaLockState => ({ ...s, refcnt: s.refcnt - WRITER });

/** vma_mark_attached(): of a write-locked VMA with count 0. */
export const attach = (s: VmaLockState): VmaLockState => ({ ...s, refcnt: 1, attached: true });

/** vma_mark_detached(): drops the tree's reference; readers that are still in must be waited for. */
export function detach(s: VmaLockState): { readonly state: VmaLockState; readonly waits: boolean } {
  const state = { ...s, refcnt: s.refcnt - 1, attached: false };
  return { state, waits: state.refcnt > 0 };
}

/** The detacher found readers: they are shut out until it is alone. */
export const shutOut = (s: VmaLockState): VmaLockState => ({ ...s, refcnt: s.refcnt + WRITER });
