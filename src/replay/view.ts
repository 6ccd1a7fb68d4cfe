import type { Mm } from '../models/address-space/mm.ts';
import { permissions, type Vma } from '../models/address-space/vma.ts';
import type { MmapLock } from '../models/lock/mmap-lock.ts';
import type { Certainty, Entry } from '../models/page-table/entry.ts';
import { PMD_SIZE } from '../models/page-table/page-table.ts';
import type { World } from '../models/world.ts';
import { mappedPages, type PageView } from './pages.ts';

/** A VMA as handed out: plain numbers, nothing of the fold's own objects. `null` is not known. */
export interface VmaView {
  readonly start: number;
  readonly end: number;
  readonly flags: string | null;
  readonly vmFlags: bigint;
  readonly pgoff: number;
  readonly file: number;
  readonly vma: number;
  readonly lock: VmaLockView;
  readonly since: number;
  readonly certainty: Certainty;
}

export interface VmaLockView {
  readonly kind: 'none' | 'rwsem' | 'refcnt';
  readonly vm_refcnt: number | null;
  readonly vm_lock_seq: number | null;
  readonly state: 'free' | 'read' | 'write' | null;
  readonly readers: readonly number[];
  readonly writer?: number;
}

export interface MmapLockView {
  readonly state: 'free' | 'read' | 'write' | null;
  readonly readers: readonly number[];
  readonly waiters: readonly number[];
  readonly writer?: number;
  readonly seq: number | null;
  readonly certainty: Certainty;
}

export interface TableView {
  readonly va: number;
  readonly pfn: number | null;
  readonly empty: boolean | null;
  readonly certainty: Certainty;
}

export interface TablesView {
  readonly pte: readonly TableView[] | null;
  readonly deposited: number;
  readonly pmd: number | null;
  readonly pud: number | null;
  readonly bytes: number | null;
  readonly certainty: Certainty;
}

/** Pages by rss counter: what the entries add up to, and the kernel's last word (rss_stat). */
export interface RssView {
  readonly file: number | null;
  readonly anon: number | null;
  readonly swap: number | null;
  readonly shmem: number | null;
}

/** One address space at the moment. Entries are generated on demand: there may be millions. */
export interface MmView {
  readonly mm: number;
  readonly pids: readonly number[];
  readonly vmas: readonly VmaView[];
  entries(start?: number, end?: number): Generator<Entry>;
  readonly tables: TablesView;
  readonly mmapLock: MmapLockView;
  readonly counted: RssView;
  readonly lastRssStat: RssView;
  /** Was it followed from its creation, by probes? Otherwise there may be more in it than is shown. */
  readonly complete: boolean;
}

/** How a moment is looked at: entries and objects set before `doubtBefore` are doubtful. */
export class WorldView {
  private readonly world: World;
  private readonly doubtBefore: number;

  /** `insideLoss`: the moment lies in a gap of some CPU's buffer, so that nothing at all is certain. */
  constructor(world: World, insideLoss: boolean) {
    this.world = world;
    this.doubtBefore = insideLoss ? Number.POSITIVE_INFINITY : world.doubtBefore;
  }

  /** Every mapped page with its mapcount over all address spaces. */
  *pages(): Generator<PageView> {
    yield* mappedPages(this.world, () => true, this.doubtBefore).values();
  }

  /** Address spaces that tasks use, in the order in which they were first seen; all that are alive with `all`. */
  mms(all = false): MmView[] {
    const views: MmView[] = [];
    for (const mm of this.world.mms.values()) if (all || mm.users.size > 0) views.push(this.mm(mm));
    return views;
  }

  mmAt(ptr: number): MmView | null {
    const mm = this.world.mms.get(ptr);
    return mm ? this.mm(mm) : null;
  }

  private sure(since: number, inferred = false): Certainty {
    if (since < this.doubtBefore) return 'doubtful';
    return inferred ? 'inferred' : 'observed';
  }

  private mm(mm: Mm): MmView {
    const lock = this.world.mmapLocks.get(mm.ptr);
    const attached = [...mm.vmas].filter((vma) => vma.place === 'attached').sort((a, b) => a.start - b.start);
    const { pt } = mm;
    const { doubtBefore } = this;
    const view = this;
    const whole = mm.complete && this.world.showsEntries;
    return {
      mm: mm.ptr,
      pids: [...mm.users].sort((a, b) => a - b),
      complete: whole,
      vmas: attached.map((vma) => this.vma(vma, lock)),
      entries: (start?: number, end?: number) => pt.entries(doubtBefore, start, end),
      get tables() {
        return view.tables(mm);
      },
      mmapLock: this.mmapLock(lock),
      get counted() {
        return whole && mm.since >= doubtBefore ? countRss(pt.entries(doubtBefore)) : unknownRss;
      },
      lastRssStat: rssStat(mm),
    };
  }

  private vma(vma: Vma, lock: MmapLock | undefined): VmaView {
    return {
      start: vma.start,
      end: vma.end,
      flags: vma.flags < 0 ? null : permissions(vma.flags),
      vmFlags: BigInt.asUintN(64, (BigInt(vma.flagsHigh) << 52n) | BigInt(vma.flags)),
      pgoff: vma.pgoff,
      file: vma.file,
      vma: vma.ptr,
      lock: this.vmaLock(vma, lock),
      since: vma.since,
      certainty: this.sure(vma.since, vma.inferred),
    };
  }

  private vmaLock(vma: Vma, lock: MmapLock | undefined): VmaLockView {
    const kind = this.world.kernel.vmaLock;
    const readers: number[] = [];
    if (kind === 'none') return { kind, vm_refcnt: null, vm_lock_seq: null, state: null, readers };
    for (const task of this.world.tasks.values()) if (task.call.readTry?.vma === vma.ptr) readers.push(task.tid);
    const known = vma.lockSince >= this.doubtBefore && vma.lockSince >= 0;
    if (kind === 'rwsem' || !known || vma.lockSeq < 0) {
      return { kind, vm_refcnt: null, vm_lock_seq: null, state: readers.length > 0 && known ? 'read' : null, readers };
    }
    const writer = lock?.writer ?? 0;
    const refcnt = vma.refcnt < 0 ? null : vma.refcnt;
    if (writer !== 0 && lock?.counted && lock.seq === vma.lockSeq) {
      return { kind, vm_refcnt: refcnt, vm_lock_seq: vma.lockSeq, state: 'write', readers, writer };
    }
    return { kind, vm_refcnt: refcnt, vm_lock_seq: vma.lockSeq, state: readers.length > 0 ? 'read' : 'free', readers };
  }

  private mmapLock(lock: MmapLock | undefined): MmapLockView {
    if (!lock) return { state: null, readers: [], waiters: [], seq: null, certainty: 'unknown' };
    const certainty = lock.whole ? this.sure(lock.since) : 'doubtful';
    const seq = lock.counted && this.world.kernel.mmLockSeq && this.sure(lock.since) === 'observed' ? lock.seq : null;
    const { waiters } = lock;
    if (certainty === 'doubtful' && lock.readers.length === 0 && !lock.writer)
      return { state: null, readers: [], waiters: [], seq, certainty };
    if (lock.writer) return { state: 'write', readers: [], waiters: [...waiters], writer: lock.writer, seq, certainty };
    return {
      state: lock.readers.length > 0 ? 'read' : 'free',
      readers: [...lock.readers],
      waiters: [...waiters],
      seq,
      certainty,
    };
  }

  private tables(mm: Mm): TablesView {
    const linked: TableView[] = [];
    let deposited = 0;
    let certainty: Certainty = 'observed';
    for (const table of mm.tables.values()) {
      const sure = mm.complete ? this.sure(table.since) : 'doubtful';
      if (sure === 'doubtful') certainty = sure;
      if (table.deposited) {
        deposited++;
        continue;
      }
      const placed = table.index >= 0;
      linked.push({
        va: placed ? table.index * PMD_SIZE : -1,
        pfn: table.pfn,
        empty: placed ? mm.pt.used(table.index) === 0 : null,
        certainty: sure,
      });
    }
    const { pmd, pud } = mm.upper;
    if (mm.since < this.doubtBefore) certainty = 'doubtful';
    const known = mm.complete && certainty === 'observed' && (linked.length === 0 || pmd > 0);
    return {
      pte: mm.complete || linked.length > 0 ? linked.sort((a, b) => a.va - b.va) : null,
      deposited,
      pmd: known ? pmd : null,
      pud: known ? pud : null,
      bytes: known ? (linked.length + deposited + pmd + pud) * 4096 : null,
      certainty,
    };
  }
}

const unknownRss: RssView = { file: null, anon: null, swap: null, shmem: null };

function rssStat(mm: Mm): RssView {
  const [file, anon, swap, shmem] = mm.rssStat.map((bytes) => (bytes === null ? null : bytes / 4096));
  return { file, anon, swap, shmem };
}

/** Adds up entries as the kernel's counters do: no zero page, no special entry, no hugetlb; an entry of unknown kind makes all of them unknown. */
export function countRss(entries: Iterable<Entry>): RssView {
  const count = { file: 0, anon: 0, swap: 0, shmem: 0 };
  for (const { type, kind, level } of entries) {
    const pages = level === 'pmd' ? 512 : 1;
    if (type === 'swap') count.swap += pages;
    else if (type !== 'present' && type !== 'migration') continue;
    else if (kind === 'anon' || kind === 'ksm') count.anon += pages;
    else if (kind === 'file') count.file += pages;
    else if (kind === 'shmem') count.shmem += pages;
    else if (kind === 'unknown') return { file: null, anon: null, swap: null, shmem: null };
  }
  return count;
}
