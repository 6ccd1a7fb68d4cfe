import type { MappedFile } from './file.ts';
import type { Mm } from './mm.ts';

/** The VMAs through which one family of anonymous pages can be found (an anon_vma and those forked from it). */
export class AnonRoot {
  readonly vmas = new Set<Vma>();
  /** Walks through them that hold the lock for read. */
  walkers = 0;
}

export const VM_READ = 0x1;
export const VM_WRITE = 0x2;
export const VM_SHARED = 0x8;
export const VM_MAYWRITE = 0x20;
export const VM_ACCOUNT = 0x100000;
export const VM_HUGEPAGE = 0x20000000;
export const VM_MERGEABLE = 0x80000000;
export const VM_SOFTDIRTY = 0x8000000;

/** vm_lock_seq of a VMA that was never write-locked. */
export const neverLocked = 0xffffffff;

/** 0x40000000: what a writer adds to vm_refcnt. */
export const excludeReaders = 0x40000000;

/**
 * A vm_area_struct. The object is recycled with its memory (SLAB_TYPESAFE_BY_RCU): a task that looks it up under RCU may
 * come to hold another mm's VMA in its hands, as in a kernel.
 */
export class Vma {
  mm: Mm | null = null;
  start = 0;
  end = 0;
  flags = 0;
  pgoff = 0;
  file: MappedFile | null = null;
  anon: AnonRoot | null = null;
  /** anon_vma pointer as printed, `0` for none. */
  anonVma = '0';
  /** vm_refcnt; with the rw_semaphore the number of its readers, plus excludeReaders for its writer. */
  refcnt = 0;
  lockSeq = neverLocked;
  /** Write-waiting on the rw_semaphore: later readers' trylocks fail. */
  writerWaits = false;
  /** Readers that hold it, by tid. */
  readonly readers = new Map<number, number>();
  /** The tree of its mm has it. */
  inTree = false;
  /** rwsem profile: vma_mark_detached(). */
  detached = true;
  /** Reachable through the rmap trees. */
  rmapLinked = false;
  private text: string | null = null;
  readonly ptr: string;

  constructor(ptr: string) {
    this.ptr = ptr;
  }

  /** The arguments by which probes print it, all but the lock's; cached, because every probe prints them. */
  get printed(): string {
    if (this.text === null) {
      const mm = this.mm === null ? '0' : this.mm.ptr;
      const file = this.file === null ? '0' : this.file.ptr;
      this.text =
        `vma=0x${this.ptr} vma_mm=0x${mm} vma_s=0x${this.start.toString(16)} vma_e=0x${this.end.toString(16)} ` +
        `vma_fl=0x${this.flags.toString(16)} vma_pgoff=0x${this.pgoff.toString(16)} vma_av=0x${this.anonVma} vma_file=0x${file}`;
    }
    return this.text;
  }

  /** To be called when a printed field has changed. */
  changed(): void {
    this.text = null;
  }

  /** Page index of an address: in its file, or in the address space at the time it was mapped. */
  indexOf(va: number): number {
    return this.pgoff + (va - this.start) / 4096;
  }

  /** Private and writable at some time: its pages are copied on write. */
  get isCow(): boolean {
    return (this.flags & (VM_SHARED | VM_MAYWRITE)) === VM_MAYWRITE;
  }

  has(flag: number): boolean {
    return (this.flags & flag) !== 0;
  }
}
