import type { Statement } from 'better-sqlite3';
import type { EventBatch, LossMark } from '../events/batch.ts';
import type { Contexts } from './contexts.ts';
import { inlineArgs, moreArgs, moreStride } from './layout.ts';
import type { Store } from './store.ts';
import { WideReader } from './wide-reader.ts';

/** Events read at a time: by pages of 10 thousand raw rows better-sqlite3 is faster than by iterating. */
const pageEvents = 10_000;

type Cell = number | Uint8Array | null;

/**
 * Reads the events fromSeq <= seq < toSeq back as they were appended: the ids are those of the store's dictionary, ts
 * counts from its origin. Batches have at most 10 thousand events.
 */
export function* readBatches(store: Store, fromSeq = 1, toSeq = store.lastSeq + 1): Iterable<EventBatch> {
  const end = Math.min(toSeq, store.lastSeq + 1);
  const begin = Math.max(fromSeq, 1);
  if (begin >= end) return;
  const reader = new BatchReader(store);
  const losses = readLosses(store, begin, end);
  let loss = 0;
  for (let seq = begin; seq < end; seq += pageEvents) {
    const next = Math.min(seq + pageEvents, end);
    const from = loss;
    while (loss < losses.length && (losses[loss].seq < next || next === end)) loss++;
    const marks = losses.slice(from, loss).map(({ seq: before, cpu, count }) => ({ index: before - seq, cpu, count }));
    yield reader.read(seq, next, marks);
  }
}

interface LossRow {
  readonly seq: number;
  readonly cpu: number | null;
  readonly count: number | null;
}

/** Losses before the events of a range; those at the end of the trace stand before the event that would come next. */
function readLosses({ db, lastSeq }: Store, begin: number, end: number): readonly LossRow[] {
  return db
    .prepare<unknown[], LossRow>(
      `SELECT coalesce(before_seq, ?1) AS seq, cpu, count FROM loss
       WHERE before_seq >= ?2 AND before_seq < ?3 OR before_seq IS NULL AND ?3 = ?1 ORDER BY 1, id`,
    )
    .all({ 1: lastSeq + 1, 2: begin, 3: end });
}

class BatchReader {
  readonly #contexts: Contexts;
  readonly #fieldsOf: readonly number[];
  readonly #events: Statement<[number, number], Cell[]>;
  readonly #more: Statement<[number, number], Cell[]>;
  readonly #wide: WideReader;

  constructor({ db, dictionary, contexts, originNs }: Store) {
    this.#contexts = contexts;
    this.#fieldsOf = dictionary.shapes.map((shape) => shape.fields.length);
    this.#events = db
      .prepare<[number, number], Cell[]>(
        `SELECT ts - ${originNs}, context, shape, a0, a1, a2, a3, a4, a5 FROM event WHERE seq >= ? AND seq < ? ORDER BY seq`,
      )
      .raw();
    this.#more = db
      .prepare<[number, number], Cell[]>(
        'SELECT id, a0, a1, a2, a3, a4, a5, a6, a7 FROM event_more WHERE id >= ? AND id < ? ORDER BY id',
      )
      .raw();
    this.#wide = new WideReader(db);
  }

  read(seq: number, next: number, losses: readonly LossMark[]): EventBatch {
    const rows = this.#events.all(seq, next);
    const { argStart, more } = this.#argStart(rows);
    const batch = {
      firstSeq: seq,
      n: rows.length,
      ts: new Float64Array(rows.length),
      cpu: new Uint16Array(rows.length),
      task: new Uint32Array(rows.length),
      flags: new Uint16Array(rows.length),
      shape: new Uint16Array(rows.length),
      argStart,
      args: new Float64Array(argStart[rows.length]),
      wide: new Map<number, bigint>(),
      inlineTexts: [] as string[],
      losses,
    };
    const { cpu, task, flags } = this.#contexts;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const context = row[1] as number;
      batch.ts[i] = row[0] as number;
      batch.cpu[i] = cpu[context];
      batch.task[i] = task[context];
      batch.flags[i] = flags[context];
      batch.shape[i] = row[2] as number;
      const n = argStart[i + 1] - argStart[i];
      this.#putArgs(batch, row, 3, argStart[i], Math.min(n, inlineArgs), seq + i);
    }
    if (more) this.#readMore(batch, next);
    return batch;
  }

  #argStart(rows: readonly Cell[][]): { readonly argStart: Uint32Array; readonly more: boolean } {
    const argStart = new Uint32Array(rows.length + 1);
    let more = false;
    for (let i = 0; i < rows.length; i++) {
      const n = this.#fieldsOf[rows[i][2] as number];
      if (n > inlineArgs) more = true;
      argStart[i + 1] = argStart[i] + n;
    }
    return { argStart, more };
  }

  #readMore(batch: OpenBatch, next: number): void {
    for (const row of this.#more.all(batch.firstSeq * moreStride, next * moreStride)) {
      const id = row[0] as number;
      const seq = Math.floor(id / moreStride);
      const i = seq - batch.firstSeq;
      const at = batch.argStart[i] + inlineArgs + ((id % moreStride) - 1) * moreArgs;
      const left = batch.argStart[i + 1] - at;
      this.#putArgs(batch, row, 1, at, Math.min(left, moreArgs), id);
    }
  }

  /** `key` is the row's key, for the words that no double holds. */
  #putArgs(batch: OpenBatch, row: readonly Cell[], column: number, at: number, n: number, key: number): void {
    const { args } = batch;
    for (let k = 0; k < n; k++) {
      const cell = row[column + k];
      if (typeof cell === 'number') {
        args[at + k] = cell;
        if (cell > Number.MAX_SAFE_INTEGER || cell < Number.MIN_SAFE_INTEGER) {
          const exact = column === 1 ? this.#wide.more(key, k) : this.#wide.event(key, k);
          args[at + k] = Number(exact);
          if (BigInt(Number(exact)) !== exact) batch.wide.set(at + k, exact);
        }
      } else if (cell !== null) {
        args[at + k] = -1 - batch.inlineTexts.length;
        batch.inlineTexts.push(Buffer.from(cell).toString('utf8'));
      }
    }
  }
}

type OpenBatch = EventBatch & { readonly wide: Map<number, bigint>; readonly inlineTexts: string[] };
