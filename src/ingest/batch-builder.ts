import type { LossMark } from '../events/batch.ts';
import type { BatchMemory } from './batch-memory.ts';
import type { Continuation, Diagnostic, ReadBatch } from './input.ts';

/** Memory that is kept for later batches; more are never on the way at a time. */
const MOST_SPARE = 16;

/** Gathers events until there are enough for a batch. */
export class BatchBuilder {
  readonly capacity: number;
  /** Events so far. */
  n = 0;
  firstSeq = 1;
  ts = new Float64Array(0);
  cpu = new Uint16Array(0);
  task = new Uint32Array(0);
  flags = new Uint16Array(0);
  shape = new Uint16Array(0);
  argStart = new Uint32Array(0);
  args = new Float64Array(0);
  /** Where the arguments of the next event go. */
  argEnd = 0;
  wide = new Map<number, bigint>();
  inlineTexts: string[] = [];
  losses: LossMark[] = [];
  diagnostics: Diagnostic[] = [];
  continuations: Continuation[] = [];
  private readonly spare: BatchMemory[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
    this.useMemory();
  }

  /** Sequence number of the last event; 0 before the first. */
  get lastSeq(): number {
    return this.firstSeq + this.n - 1;
  }

  /** Whether there is anything to hand over. */
  get isEmpty(): boolean {
    return this.n + this.losses.length + this.diagnostics.length + this.continuations.length === 0;
  }

  /** Makes room for `count` more arguments. */
  reserve(count: number): void {
    if (this.argEnd + count <= this.args.length) return;
    const args = new Float64Array(this.args.length * 2 + count);
    args.set(this.args);
    this.args = args;
  }

  /** Hands over what was gathered, in arrays of its own, and begins anew. */
  take(): ReadBatch {
    const n = this.n;
    this.argStart[n] = this.argEnd;
    const batch: ReadBatch = {
      firstSeq: this.firstSeq,
      n,
      ...(n * 4 < this.capacity ? this.copies(n) : this.views(n)),
      wide: this.wide,
      inlineTexts: this.inlineTexts,
      losses: this.losses,
      diagnostics: this.diagnostics,
      continuations: this.continuations,
    };
    this.firstSeq += n;
    this.n = 0;
    this.argEnd = 0;
    this.wide = new Map();
    this.inlineTexts = [];
    this.losses = [];
    this.diagnostics = [];
    this.continuations = [];
    return batch;
  }

  /** Takes the memory of a batch that nobody looks at any more. New memory costs a third of all the parsing. */
  reuse(memory: BatchMemory): void {
    const [ts, , , , , , args] = memory;
    if (ts.byteLength === this.capacity * 8 && args.byteLength > 0 && this.spare.length < MOST_SPARE) this.spare.push(memory);
  }

  private views(n: number) {
    const { ts, cpu, task, flags, shape, argStart, args } = this;
    const columns = {
      ts: ts.subarray(0, n),
      cpu: cpu.subarray(0, n),
      task: task.subarray(0, n),
      flags: flags.subarray(0, n),
      shape: shape.subarray(0, n),
      argStart: argStart.subarray(0, n + 1),
      args: args.subarray(0, this.argEnd),
    };
    this.useMemory();
    return columns;
  }

  private copies(n: number) {
    const { ts, cpu, task, flags, shape, argStart, args } = this;
    return {
      ts: ts.slice(0, n),
      cpu: cpu.slice(0, n),
      task: task.slice(0, n),
      flags: flags.slice(0, n),
      shape: shape.slice(0, n),
      argStart: argStart.slice(0, n + 1),
      args: args.slice(0, this.argEnd),
    };
  }

  private useMemory(): void {
    const { capacity } = this;
    const [ts, cpu, task, flags, shape, argStart, args] = this.spare.pop() ?? [];
    this.ts = new Float64Array(ts ?? capacity);
    this.cpu = new Uint16Array(cpu ?? capacity);
    this.task = new Uint32Array(task ?? capacity);
    this.flags = new Uint16Array(flags ?? capacity);
    this.shape = new Uint16Array(shape ?? capacity);
    this.argStart = new Uint32Array(argStart ?? capacity + 1);
    this.args = new Float64Array(args ?? capacity * 8);
  }
}
