import type { LossMark } from '../events/batch.ts';
import type { Continuation, Diagnostic, ReadBatch } from './input.ts';

/** Gathers events until there are enough for a batch. */
export class BatchBuilder {
  readonly capacity: number;
  /** Events so far. */
  n = 0;
  firstSeq = 1;
  readonly ts: Float64Array;
  readonly cpu: Uint16Array;
  readonly task: Uint32Array;
  readonly flags: Uint16Array;
  readonly shape: Uint16Array;
  readonly argStart: Uint32Array;
  args: Float64Array;
  /** Where the arguments of the next event go. */
  argEnd = 0;
  wide = new Map<number, bigint>();
  inlineTexts: string[] = [];
  losses: LossMark[] = [];
  diagnostics: Diagnostic[] = [];
  continuations: Continuation[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
    this.ts = new Float64Array(capacity);
    this.cpu = new Uint16Array(capacity);
    this.task = new Uint32Array(capacity);
    this.flags = new Uint16Array(capacity);
    this.shape = new Uint16Array(capacity);
    this.argStart = new Uint32Array(capacity + 1);
    this.args = new Float64Array(capacity * 8);
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
      ts: this.ts.slice(0, n),
      cpu: this.cpu.slice(0, n),
      task: this.task.slice(0, n),
      flags: this.flags.slice(0, n),
      shape: this.shape.slice(0, n),
      argStart: this.argStart.slice(0, n + 1),
      args: this.args.slice(0, this.argEnd),
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
}
