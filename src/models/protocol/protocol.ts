import { type FollFlags, follFlags, PinBook } from '../exclusive/pin-book.ts';
import type { MmapLock } from '../lock/mmap-lock.ts';
import { Kind } from '../page-table/entry.ts';
import { TableBook } from '../table-life/table-book.ts';
import { StaleTlb } from '../tlb/stale-tlb.ts';
import { newVmaLock, type VmaLock } from '../vma-count/vma-book.ts';
import type { World } from '../world.ts';
import type { Design } from './design.ts';
import { StepEntries, type SwapUse } from './entry-book.ts';
import { type Folio, FolioBook } from './folio-book.ts';
import { type Printed, printedOf } from './printed.ts';
import { newTaskStep, type TaskStep } from './task-book.ts';

/** The event that is being looked at. Times are ns since the trace's origin. */
export interface Now {
  seq: number;
  ts: number;
  cpu: number;
  tid: number;
}

/** What the protocols know of one mm beside the world. */
export interface MmStep {
  /** mm_lock_seq and write_protect_seq as steps showed them; -1 not said. */
  seq: number;
  wpSeq: number;
  /** rss_stat, in bytes, by member. */
  readonly rss: (number | null)[];
  /** Its entries include some whose rss counter is not known. */
  vague: boolean;
  /** Operations that change entries or counters, in progress. */
  busy: number;
  /** A copy of an mm that was not whole: what was never seen of the parent is in it too. */
  inherited: boolean;
  /** Reclaim or migration changed entries of it, beside the calls of its own tasks. */
  raced: boolean;
  /** Tables that MADV_DONTNEED freed: va / 2 MiB -> time (ns). */
  readonly freedAt: Map<number, number>;
}

/**
 * The state of the five protocols, in steps: what rules look at beside the World. Reducers in this folder keep it. It is
 * only as complete as the trace: what nothing said is null or -1, and `printed` tells what this trace can say at all.
 */
export class Protocol {
  readonly world: World;
  readonly design: Design;
  readonly printed: Printed;
  readonly foll: FollFlags;
  readonly now: Now = { seq: 0, ts: 0, cpu: 0, tid: 0 };
  readonly folios = new FolioBook();
  readonly stale = new StaleTlb();
  readonly tables = new TableBook();
  readonly pins = new PinBook();
  readonly entries = new Map<number, StepEntries>();
  /** PTEs that hold each slot of swap. */
  readonly swap = new Map<number, SwapUse>();
  readonly vmas = new Map<number, VmaLock>();
  readonly mms = new Map<number, MmStep>();
  readonly mmOfId = new Map<number, number>();
  readonly tasks = new Map<number, TaskStep>();
  /** Tasks that asked for an mmap_lock and have no answer yet. */
  readonly waiters = new Set<number>();
  /** Shared pages whose file system was told of a coming write: (mm, page) -> pfn. */
  readonly mkwrites = new Map<string, number>();

  constructor(world: World, design: Design, names: ReadonlySet<string>) {
    this.world = world;
    this.design = design;
    this.printed = printedOf(names);
    this.foll = follFlags(world.kernel.name);
  }

  private readonly orderOf = (pfn: number): number | null => this.world.folios.orderOf(pfn);

  folio(pfn: number): Folio {
    return this.folios.of(pfn, this.orderOf);
  }

  /** The running task. */
  get task(): TaskStep {
    return this.taskAt(this.now.tid);
  }

  taskAt(tid: number): TaskStep {
    let task = this.tasks.get(tid);
    if (!task) {
      task = newTaskStep(tid);
      this.tasks.set(tid, task);
    }
    return task;
  }

  /** The mm a tracepoint means, whose pointer may be printed as a hash. */
  mmOf(told: number): number {
    return this.world.pointerJoin?.resolve(told) ?? told;
  }

  mm(ptr: number): MmStep {
    let mm = this.mms.get(ptr);
    if (!mm) {
      mm = {
        seq: -1,
        wpSeq: -1,
        rss: [null, null, null, null],
        vague: false,
        busy: 0,
        inherited: false,
        raced: false,
        freedAt: new Map(),
      };
      this.mms.set(ptr, mm);
    }
    return mm;
  }

  entriesOf(mm: number): StepEntries {
    let entries = this.entries.get(mm);
    if (!entries) {
      entries = new StepEntries();
      this.entries.set(mm, entries);
    }
    return entries;
  }

  vma(ptr: number, mm: number): VmaLock {
    let vma = this.vmas.get(ptr);
    if (!vma) {
      vma = newVmaLock(ptr, mm, this.now.seq);
      this.vmas.set(ptr, vma);
    }
    return vma;
  }

  /** Was the mm followed from its creation, with nothing lost since? Then what is not in it, is not there. */
  whole(mm: number): boolean {
    const known = this.world.mms.get(mm);
    return known?.complete === true && known.since >= this.world.doubtBefore && !this.mms.get(mm)?.inherited;
  }

  /** Does the task hold mmap_lock of the mm, for read or write? null where the trace does not tell. */
  holdsMmap(mm: number, tid: number): boolean | null {
    const lock = this.world.mmapLocks.get(mm);
    return this.told(lock, lock !== undefined && (lock.writer === tid || lock.readers.includes(tid)));
  }

  /** Does it hold it for write? */
  writesMmap(mm: number, tid: number): boolean | null {
    const lock = this.world.mmapLocks.get(mm);
    return this.told(lock, lock?.writer === tid);
  }

  /** A lock that is seen held, is; one that is not seen held is free only where all holders are known by their mm. */
  private told(lock: MmapLock | undefined, held: boolean): boolean | null {
    if (held) return true;
    return lock?.whole && this.printed.mmapLock && !this.world.pointerJoin ? false : null;
  }

  /** Does the task hold a VMA of the mm for read? Inferred from the fault where no step tells. */
  holdsVma(mm: number, tid: number): boolean {
    if (this.printed.vmaCount) {
      for (const vma of this.taskAt(tid).vmas.keys()) if (this.vmas.get(vma)?.mm === mm) return true;
      return false;
    }
    return this.world.tasks.get(tid)?.call.readTry?.mm === mm;
  }

  isFile(pfn: number): boolean {
    const kind = this.folios.find(pfn)?.kind;
    return kind === Kind.file || kind === Kind.shmem;
  }

  /** Events were lost: what was known may have changed. What is learned from now on is known again. */
  forget(): void {
    this.folios.clear();
    for (const mm of [...this.entries.keys()]) this.stale.forget(mm);
    for (const book of [this.entries, this.swap, this.vmas, this.mms, this.mmOfId, this.tasks, this.mkwrites]) book.clear();
    this.waiters.clear();
    this.tables.clear();
    this.pins.clear();
  }
}
