import type { Mm } from './kernel/mm.ts';
import type { PteTable } from './kernel/page-table.ts';
import type { Vma } from './kernel/vma.ts';

/** What a step of an operation yields: nothing (the next step may follow at once), or what it waits for. */
export type Wait = (() => boolean) | undefined;

/** An operation: each `yield` is a point where other CPUs may do something in between. */
export type Steps<T = void> = Generator<Wait, T, void>;

/** A thread. */
export class Task {
  cpu = 0;
  /** Spinlocks held: not to be preempted while positive. */
  spins = 0;
  /** What it sleeps or spins for. */
  waits: (() => boolean) | null = null;
  /** A story keeps it from going on while this is true. */
  hold: (() => boolean) | null = null;
  /** At a point between two operations of its program. */
  idle = false;
  done = false;
  mm: Mm | null = null;
  program: Steps | null = null;
  /** Steps until the scheduler considers another task for its CPU. */
  slice = 0;
  /** The column of a line that names it. */
  prefix = '';

  comm = '';
  readonly tid: number;
  readonly tgid: number;
  /** Pointer of the task_struct, 16 hex digits. */
  readonly ptr: string;
  /** The first 13 digits of pointers into its kernel stack, where the structures of calls lie. */
  readonly stack: string;
  /** VMAs it holds for read, through which it may install entries. */
  readonly vmas = new Set<Vma>();
  /** Tables whose pte_refcount it raised for the whole operation (R1). */
  readonly heldTables: PteTable[] = [];

  constructor(comm: string, tid: number, tgid: number, ptr: string, stack: string) {
    this.tid = tid;
    this.tgid = tgid;
    this.ptr = ptr;
    this.stack = stack;
    this.rename(comm);
  }

  /** Gives it the name that the trace shows. */
  rename(comm: string): void {
    this.comm = comm;
    this.prefix = `${comm.slice(0, 15).padStart(16)}-${String(this.tid).padEnd(7)} (${String(this.tgid).padStart(7)}) `;
  }
}
