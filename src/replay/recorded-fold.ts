import type { Dictionary, EventBatch, LossMark } from '../events/batch.ts';
import type { KernelProfile } from '../models/kernel-profile.ts';
import type { PageMap } from './boot.ts';
import { Checkpointer } from './checkpoint.ts';
import { FactRecorder } from './fact-recorder.ts';
import { Fold } from './fold.ts';
import { ROWS_BETWEEN, rowsBetween } from './interval.ts';

/** Where facts and checkpoints go while they are made. Bytes are lent: what is kept of them is copied. */
export interface DerivedSink {
  block(firstSeq: number, lastSeq: number, rows: number, bytes: Uint8Array): void;
  /** Gives the number of the piece, above 0; `loose`: compression may make it smaller. */
  piece(previous: number, bytes: Uint8Array, loose: boolean): number;
  checkpoint(seq: number, bytes: Uint8Array): void;
  /** Bytes taken so far. */
  readonly bytes: number;
  /** Bytes that all of it may take by now, in proportion to the events stored so far. */
  allowance(): number;
}

/** Folds a trace from its beginning, and writes down its facts and, every so often, its state. */
export class RecordedFold {
  private readonly fold: Fold;
  private readonly recorder: FactRecorder;
  private readonly checkpointer: Checkpointer;
  private readonly sink: DerivedSink;
  private readonly rowsBetween: number;
  private rowsAtCheckpoint = 0;
  /** What the last checkpoint took, and for how many rows: what the next will take. */
  private lastCost = 0;
  private waiting: readonly LossMark[] = [];

  constructor(dictionary: Dictionary, kernel: KernelProfile, pages: PageMap | null, sink: DerivedSink, rows = ROWS_BETWEEN) {
    this.sink = sink;
    this.rowsBetween = rows;
    this.recorder = new FactRecorder((firstSeq, lastSeq, rows, bytes) => sink.block(firstSeq, lastSeq, rows, bytes));
    this.fold = new Fold(dictionary, kernel, pages, undefined, null, this.recorder);
    this.checkpointer = new Checkpointer(this.fold.world, (previous, bytes, loose) => sink.piece(previous, bytes, loose));
  }

  /** Folds the next batch. */
  apply(batch: EventBatch): void {
    // A mark after the last event of a batch is a loss before the first of the next.
    const carried = batch.n > 0 ? this.waiting.map((mark) => ({ ...mark, index: 0 })) : [];
    const inside = batch.losses.filter(({ index }) => index < batch.n);
    this.waiting = [...(batch.n > 0 ? [] : this.waiting), ...batch.losses.filter(({ index }) => index === batch.n)];
    this.fold.apply(
      carried.length > 0 || inside.length < batch.losses.length ? { ...batch, losses: [...carried, ...inside] } : batch,
    );
    if (this.isWorthCheckpoint()) this.checkpoint();
  }

  /** Writes what is still waiting. */
  finish(): void {
    this.recorder.flush(this.fold.seq);
  }

  private isWorthCheckpoint(): boolean {
    const rows = this.recorder.rowsSoFar - this.rowsAtCheckpoint;
    if (rows < rowsBetween(this.rowsBetween, this.checkpointer.entries)) return false;
    return this.sink.bytes + this.lastCost <= this.sink.allowance();
  }

  private checkpoint(): void {
    const { sink, fold } = this;
    this.recorder.flush(fold.seq);
    const before = sink.bytes;
    this.checkpointer.taken = before / sink.allowance();
    const state = this.checkpointer.save(fold.lacking);
    sink.checkpoint(fold.seq, state);
    this.lastCost = sink.bytes - before;
    this.rowsAtCheckpoint = this.recorder.rowsSoFar;
  }
}
