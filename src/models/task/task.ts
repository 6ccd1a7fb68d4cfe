import type { Fact } from '../../facts/index.ts';

/** What a task is in the middle of, from its own events: the link between a call's entry and its return. */
export interface Call {
  fault: FaultInProgress | null;
  /** va>>21 base of a PMD being split whose rmap removal is not an unmap; -1 none. */
  split: number;
  /** First page of a huge page whose 512 PTEs were just added: its PMD's rmap removal that follows is no unmap. */
  splitPage: number;
  unmapOne: { mm: number; va: number; pfn: number; swapped: boolean; swapEntry: number } | null;
  migrateOne: { mm: number; va: number; pfn: number } | null;
  /** Address of a migration entry being restored, until an add event tells which page. */
  restoring: { mm: number; va: number } | null;
  /** A KSM merge in progress: the page that goes. */
  merging: number;
  move: { mm: number; from: number; to: number; len: number } | null;
  uffdMove: { to: number; from: number; len: number } | null;
  copy: CopyInProgress | null;
  hugetlb: { mm: number; va: number; file: number; pgoff: number; vmaFlags: number; pfn: number; mapped: boolean } | null;
  /** The page set_pte_range() just wrote: the rmap event that follows for it carries no better address. */
  justSet: { mm: number; va: number; pfn: number } | null;
  /** Table allocation and withdrawal, from entry to return. */
  upper: { mm: number; level: number } | null;
  withdraw: { mm: number; pmd: number } | null;
  /** The range a munmap gathers VMAs of, until they are detached. */
  gather: { mm: number; start: number; end: number } | null;
  /** A VMA whose bounds and page offset are being set one after the other; 0 none. */
  resizing: number;
  /** The range whose entries are being cleared, until the task does something else. */
  zapping: { mm: number; start: number; end: number } | null;
  /** All ranges cleared since the TLB gather began, with the event at which each was begun. */
  zapped: { mm: number; start: number; end: number; begun: number }[];
  /** MADV_* of the madvise in progress; -1 none. */
  madvise: number;
  /** Stock tracepoints only: the last fault, what it was given, and the mm system call in progress. */
  trap: { va: number; known: boolean } | null;
  lastStock: { pfn: number; va: number; order: number } | null;
  /** Huge pages that MADV_COLLAPSE allocated. */
  collapsed: number[];
  inSyscall: boolean;
  syscall: MmSyscall | null;
  splitVma: { vma: number; addr: number; newBelow: number } | null;
  dup: number;
  grow: { vma: number; addr: number } | null;
  flagsChange: { vma: number; start: number; end: number; flags: number } | null;
  readTry: { mm: number; vma: number } | null;
}

/** An mm system call as it was entered. */
export type MmSyscall = Extract<
  Fact,
  { kind: 'sys_mmap' | 'sys_munmap' | 'sys_mprotect' | 'sys_mlock' | 'sys_mremap' | 'sys_brk' | 'sys_madvise' }
>;

/** copy_page_range() of one VMA: what other tasks change in the parent meanwhile may be copied before or after. */
export interface CopyInProgress {
  readonly src: number;
  readonly dst: number;
  readonly start: number;
  readonly end: number;
  readonly begun: number;
  /** Addresses whose entry in the parent was changed by another task since. */
  readonly changed: number[];
}

export interface FaultInProgress {
  readonly mm: number;
  readonly va: number;
  readonly flags: number;
  readonly file: number;
  /** do_fault(), hugetlb or another path that never maps the zero page. */
  notAnon: boolean;
  /** A PTE was set for the faulting address in this fault. */
  served: boolean;
}

export function idleCall(): Call {
  return {
    fault: null,
    split: -1,
    splitPage: -1,
    unmapOne: null,
    migrateOne: null,
    restoring: null,
    merging: -1,
    move: null,
    uffdMove: null,
    copy: null,
    hugetlb: null,
    justSet: null,
    upper: null,
    withdraw: null,
    gather: null,
    resizing: 0,
    zapping: null,
    zapped: [],
    madvise: -1,
    trap: null,
    lastStock: null,
    collapsed: [],
    inSyscall: false,
    syscall: null,
    splitVma: null,
    dup: 0,
    grow: null,
    flagsChange: null,
    readTry: null,
  };
}

/** A thread as the trace shows it. */
export class TaskState {
  readonly tid: number;
  /** Thread-group id; -1 where the trace has none. */
  tgid: number;
  comm: string;
  /** The mm it works in; 0 where not known. */
  mm: number;
  /** An mm made for an execve() that is not done yet. */
  pendingMm = 0;
  exited = false;
  call: Call = idleCall();

  constructor(tid: number, tgid: number, comm: string) {
    this.tid = tid;
    this.tgid = tgid;
    this.comm = comm;
    this.mm = 0;
  }
}
