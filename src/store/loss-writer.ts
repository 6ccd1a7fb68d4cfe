import type { Database } from 'better-sqlite3';
import type { EventBatch, LossMark } from '../events/batch.ts';
import { RowWriter } from './row-writer.ts';

const cpus = 0x1_0000;

/** Turns loss marks into windows: from the last event of the CPU before the gap to the event it was reported before. */
export class LossWriter {
  readonly #rows: RowWriter;
  readonly #originNs: bigint;
  /** Number and time of the last event of each CPU; 0 where there is none yet. */
  readonly #lastSeq = new Float64Array(cpus);
  readonly #lastTs = new Float64Array(cpus);
  #lastCpu = 0;
  /** Marks at the end of a batch wait for the first event of the next. */
  #waiting: readonly LossMark[] = [];

  constructor(db: Database, originNs: bigint) {
    const columns = 'loss (cpu, count, after_seq, from_ts, before_seq, to_ts)';
    this.#rows = new RowWriter(db, columns, '(?, ?, ?, ?, ?, ?)', 6);
    this.#originNs = originNs;
  }

  append(batch: EventBatch): void {
    if (batch.n > 0) {
      for (const mark of this.#waiting) this.#write(mark, batch.firstSeq, batch.ts[0]);
      this.#waiting = [];
    }
    let seen = 0;
    for (const mark of batch.losses) {
      if (mark.index === batch.n) break;
      this.#see(batch, seen, mark.index);
      seen = mark.index;
      this.#write(mark, batch.firstSeq + mark.index, batch.ts[mark.index]);
    }
    this.#see(batch, seen, batch.n);
    this.#waiting = [...this.#waiting, ...batch.losses.filter((mark) => mark.index === batch.n)];
  }

  /** Writes the marks after which no event came. */
  flush(): void {
    for (const mark of this.#waiting) this.#write(mark, null, null);
    this.#waiting = [];
    this.#rows.flush();
  }

  #see(batch: EventBatch, from: number, to: number): void {
    const { cpu, ts } = batch;
    for (let i = from; i < to; i++) {
      this.#lastSeq[cpu[i]] = batch.firstSeq + i;
      this.#lastTs[cpu[i]] = ts[i];
    }
    if (to > from) this.#lastCpu = cpu[to - 1];
  }

  #write(mark: LossMark, beforeSeq: number | null, toTs: number | null): void {
    const cpu = mark.cpu ?? this.#lastCpu;
    const afterSeq = this.#lastSeq[cpu] || null;
    const fromTs = afterSeq === null ? null : this.#lastTs[cpu];
    this.#rows.write(mark.cpu, mark.count, afterSeq, this.#absolute(fromTs), beforeSeq, this.#absolute(toTs));
  }

  #absolute(ts: number | null): bigint | null {
    return ts === null ? null : this.#originNs + BigInt(ts);
  }
}
