import { PmdLock, RwSem } from './locks.ts';
import type { PmdLeaf, PteTable } from './page-table.ts';
import type { Vma } from './vma.ts';

/** Members of mm->rss_stat, in the order of the kernel's enum. */
export type RssMember = 0 | 1 | 2 | 3;
export const MM_FILEPAGES = 0;
export const MM_ANONPAGES = 1;
export const MM_SWAPENTS = 2;
export const MM_SHMEMPAGES = 3;

/** One translation that CPUs may still use after its entry changed. */
export interface Stale {
  readonly va: number;
  readonly pfn: number;
  readonly writable: boolean;
  readonly dirty: boolean;
  readonly file: boolean;
  /** Its flush was put off (TTU_BATCH_FLUSH). */
  readonly batched: boolean;
  /** Number in the order of making, so that a flush takes only what was there when it began. */
  readonly born: number;
}

/** A mm_struct. */
export class Mm {
  readonly lock = new RwSem();
  /** mm_lock_seq; odd while write-locked. */
  seq = 0;
  /** write_protect_seq; odd while fork copies. */
  wpSeq = 0;
  /** Pages per member. */
  readonly rss: [number, number, number, number] = [0, 0, 0, 0];
  hasPinned = false;
  /** Tables of PTEs, by address / 2 MiB. */
  readonly tables = new Map<number, PteTable>();
  /** PMD entries that map 2 MiB, by address / 2 MiB. */
  readonly leaves = new Map<number, PmdLeaf>();
  readonly pmdLocks = new Map<number, PmdLock>();
  /** pfn of the PMD table by address / 1 GiB, of the PUD table by address / 512 GiB. */
  readonly pmdTables = new Map<number, number>();
  readonly pudTables = new Map<number, number>();
  pgdPfn = 0;
  /** VMAs of the tree, by address. */
  readonly vmas: Vma[] = [];
  /** CPUs that may hold translations of it. */
  readonly cpus = new Set<number>();
  stale: Stale[] = [];
  /** Unmaps whose flush was put off are pending. */
  batchPending = false;
  users = 1;
  dead = false;
  /** The next mapping is placed below this address. */
  mmapBase = 0x7f00_0000_0000;
  /** Page-table rwsem of design R2. */
  readonly ptSem = new RwSem();
  tgid = 0;
  comm = '';
  readonly ptr: string;
  /** The hash by which rss_stat names it. */
  readonly id: number;

  constructor(ptr: string, id: number) {
    this.ptr = ptr;
    this.id = id;
  }

  /** Bytes of its page tables (mm_pgtables_bytes). */
  get tableBytes(): number {
    return 4096 * (this.tables.size + this.leaves.size + this.pmdTables.size + this.pudTables.size);
  }

  /** The VMA of the tree that holds `va`, or null. */
  find(va: number): Vma | null {
    for (const vma of this.vmas) if (va >= vma.start && va < vma.end) return vma;
    return null;
  }

  /** Puts a VMA into the tree. */
  insert(vma: Vma): void {
    let at = this.vmas.length;
    while (at > 0 && (this.vmas[at - 1] as Vma).start > vma.start) at--;
    this.vmas.splice(at, 0, vma);
    vma.inTree = true;
  }

  erase(vma: Vma): void {
    const at = this.vmas.indexOf(vma);
    if (at >= 0) this.vmas.splice(at, 1);
    vma.inTree = false;
  }

  pmdLock(index: number): PmdLock {
    let lock = this.pmdLocks.get(index);
    if (lock === undefined) {
      lock = new PmdLock();
      this.pmdLocks.set(index, lock);
    }
    return lock;
  }
}
