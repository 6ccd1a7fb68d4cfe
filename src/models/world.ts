import { LiveMms } from './address-space/live-mms.ts';
import { Mm } from './address-space/mm.ts';
import type { Vma } from './address-space/vma.ts';
import { FolioTable } from './folio/folio-table.ts';
import type { KernelProfile } from './kernel-profile.ts';
import type { MmapLock } from './lock/mmap-lock.ts';
import type { PointerJoin } from './lock/pointer-join.ts';
import { ReverseMap } from './stock/reverse-map.ts';
import { type Call, idleCall, TaskState } from './task/task.ts';

/** A disagreement between the trace and what was folded so far; the fold goes on. */
export interface Complaint {
  readonly rule: string;
  readonly detail: string;
}

/** The event a fact comes from. */
export interface Now {
  seq: number;
  task: TaskState;
}

/** The state of the machine: what all models fold into. Mutated in place; handed out through replay/snapshot.ts only. */
export class World {
  readonly kernel: KernelProfile;
  /** Are there probes that tell which page is mapped where? Otherwise entries are inferred from stock tracepoints. */
  readonly showsEntries: boolean;
  /** Live mm_structs by pointer. */
  readonly mms = new LiveMms();
  readonly vmas = new Map<number, Vma>();
  readonly tasks = new Map<number, TaskState>();
  readonly mmapLocks = new Map<number, MmapLock>();
  /** Pairs of hashed and raw mm pointers; null while no hashed pointer was met. */
  pointerJoin: PointerJoin | null = null;
  /** Pages by pfn, where only stock tracepoints tell of them. */
  readonly reverseMap: ReverseMap | null;
  unnamedVmas = 0;
  /** Pages that KSM merged others into: their index is that of one mapper only. */
  readonly ksmPages = new Set<number>();
  /** The last event that made an entry not present: reclaim, migration. */
  lastUnpresent = 0;
  /** Tasks that copy a VMA's entries right now. */
  readonly copiers = new Set<TaskState>();
  readonly folios = new FolioTable();
  /** Does the kernel print mmstep_ events of entries? Then they tell of markers and devices. */
  stepsTellEntries = false;
  /** Pages that are or were a table of some mm: not every page that is freed is looked for in all of them. */
  readonly tablePages = new Set<number>();
  /** Page cache of hugetlbfs as remembered: file -> index -> pfn. */
  readonly hugetlbCache = new Map<number, Map<number, number>>();
  /** Files whose pages were seen to be shmem (true) or not. */
  readonly shmemFiles = new Map<number, boolean>();
  /** Entries and objects last set before this event are doubtful: events were lost since. */
  doubtBefore = 0;
  now: Now;
  readonly complaints = new Map<string, number>();
  /** Is told of disagreements, which are not counted then: a fold of facts takes them from where they were found first. */
  onComplaint: ((rule: string) => void) | null = null;

  constructor(kernel: KernelProfile, showsEntries: boolean) {
    this.showsEntries = showsEntries;
    this.kernel = kernel;
    this.reverseMap = showsEntries ? null : new ReverseMap();
    this.now = { seq: 0, task: new TaskState(0, -1, '') };
  }

  /** The mm at this pointer, made on first mention: its earlier life is not known then. */
  mm(ptr: number): Mm {
    return this.mms.get(ptr) ?? this.newMm(ptr, false);
  }

  /** A fresh mm at this pointer; `complete` when its life is seen from its beginning. */
  newMm(ptr: number, complete: boolean): Mm {
    const mm = new Mm(ptr, this.now.seq, complete);
    this.mms.set(ptr, mm);
    this.reverseMap?.adopt(mm, (each) => this.mms.get(each.ptr) === each);
    return mm;
  }

  task(tid: number, tgid: number, comm: string): TaskState {
    let task = this.tasks.get(tid);
    if (!task) {
      task = new TaskState(tid, tgid, comm);
      this.tasks.set(tid, task);
    }
    if (tgid >= 0) task.tgid = tgid;
    return task;
  }

  get call(): Call {
    return this.now.task.call;
  }

  /** Notes a disagreement under its rule; shown by info and check. */
  complain(rule: string): void {
    if (this.onComplaint) this.onComplaint(rule);
    else this.countComplaint(rule);
  }

  countComplaint(rule: string): void {
    this.complaints.set(rule, (this.complaints.get(rule) ?? 0) + 1);
  }

  /** Events were lost just before `seq`: nothing set earlier is certain any more, and no call in progress can be trusted. */
  lose(seq: number): void {
    this.doubtBefore = seq;
    for (const task of this.tasks.values()) {
      const held = task.call.readTry ? this.vmas.get(task.call.readTry.vma) : undefined;
      if (held) held.readers = 0;
      task.call = idleCall();
    }
    this.copiers.clear();
    this.pointerJoin?.forget();
    for (const lock of this.mmapLocks.values()) {
      lock.counted = false;
      lock.whole = false;
      lock.writer = 0;
      lock.readers = [];
      lock.waiters = [];
    }
  }
}
