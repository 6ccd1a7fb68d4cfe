import type { Fact, FactKind } from '../facts/index.ts';
import { BlockWriter } from './fact-block.ts';
import { Mark, type RowKind, rowKinds } from './fact-kinds.ts';

/** Rows in a block: so few that a seek into its middle costs little, so many that columns pay. */
const BLOCK_ROWS = 32_768;

/** Takes a finished block: the numbers of the first and last event it covers, its rows, its bytes, which are lent. */
export type PutBlock = (firstSeq: number, lastSeq: number, rows: number, bytes: Uint8Array) => void;

/** A kind of fact and its number in blocks. */
export interface RecordedKind {
  readonly number: number;
  readonly kind: RowKind;
}

/** Writes down the facts of events while they are folded, so that the next fold needs no events. */
export class FactRecorder {
  private written = 0;
  private readonly put: PutBlock;
  private readonly block: BlockWriter;
  private readonly recorded = new Map<FactKind, RecordedKind>();
  private firstSeq = 1;
  private lastSeq = 0;

  constructor(put: PutBlock) {
    this.put = put;
    const kinds = rowKinds();
    this.block = new BlockWriter(BLOCK_ROWS, kinds);
    for (const [number, kind] of kinds.entries()) if (kind) this.recorded.set(kind.name, { number, kind });
  }

  /** Rows so far, with those of the block that is not full yet. */
  get rowsSoFar(): number {
    return this.written + this.block.n;
  }

  /** How facts of a kind are written down; null for those that are not. */
  recordedKind(kind: FactKind): RecordedKind | null {
    return this.recorded.get(kind) ?? null;
  }

  fact({ number, kind }: RecordedKind, fact: Fact, seq: number, task: number): void {
    this.makeRoom(seq);
    const { columns, at } = this.block.row(number, seq, task, kind.width);
    kind.put(fact, columns, at);
  }

  seen(seq: number, task: number): void {
    this.makeRoom(seq);
    this.block.mark(Mark.seen, seq, task);
  }

  loss(seq: number): void {
    this.makeRoom(seq);
    this.block.mark(Mark.loss, seq, 0);
  }

  lacking(what: string, seq: number, task: number): void {
    this.makeRoom(seq);
    this.block.say(Mark.lacking, what, seq, task);
  }

  complaint(rule: string, seq: number, task: number): void {
    this.makeRoom(seq);
    this.block.say(Mark.complaint, rule, seq, task);
  }

  /** Ends the block with event `lastSeq`. */
  flush(lastSeq: number): void {
    if (lastSeq < this.firstSeq) return;
    this.written += this.block.n;
    this.put(this.firstSeq, lastSeq, this.block.n, this.block.take());
    this.firstSeq = lastSeq + 1;
  }

  /** A full block ends before an event, never within one; a block may therefore become a little larger. */
  private makeRoom(seq: number): void {
    if (this.block.isFull && seq > this.lastSeq) this.flush(seq - 1);
    this.lastSeq = seq;
  }
}
