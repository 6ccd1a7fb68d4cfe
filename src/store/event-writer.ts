import type { Database } from 'better-sqlite3';
import { assert } from '../base/errors.ts';
import type { Dictionary, EventBatch } from '../events/batch.ts';
import type { Shape } from '../events/shape.ts';
import { ContextWriter } from './contexts.ts';
import { looksLikeAddress, type NumberedShape } from './field-kinds.ts';
import { inlineArgs, moreArgs, moreRows, moreStride } from './layout.ts';
import { RowWriter, type SqlValue } from './row-writer.ts';

/** From here on a time of the trace clock may not fit a double; such a clock counts from 1970, not from boot. */
const exactNs = 2n ** 52n;

/** INTEGER affinity turns every whole double into an integer but this one. */
const smallest = -(2 ** 63);
const smallestExact = -(2n ** 63n);

/** Events of a shape whose values are looked at to tell addresses from numbers. */
const sampled = 64;

const eventColumns = 'event (ts, context, shape, a0, a1, a2, a3, a4, a5)';
const moreColumns = 'event_more (id, a0, a1, a2, a3, a4, a5, a6, a7)';

/** Appends events to `event` and `event_more`, and counts them by shape. */
export class EventWriter {
  readonly eventsOfShape: number[] = [];
  readonly #contexts: ContextWriter;
  readonly #events: RowWriter;
  readonly #more: RowWriter;
  /** Added to a batch's ts before it is bound; the rest is added by SQL. */
  readonly #base: number;
  readonly #textFields: boolean[][] = [];
  readonly #shapes: NumberedShape[] = [];
  readonly #pointers: Set<number>[] = [];
  #seq = 1;

  constructor(db: Database, originNs: bigint) {
    const byDouble = originNs < exactNs;
    this.#base = byDouble ? Number(originNs) : 0;
    const ts = byDouble ? '?' : `CAST(? AS INTEGER) + ${originNs}`;
    this.#contexts = new ContextWriter(db);
    this.#events = new RowWriter(db, eventColumns, `(${ts}, ?, ?${', ?'.repeat(inlineArgs)})`, 3 + inlineArgs);
    this.#more = new RowWriter(db, moreColumns, `(?${', ?'.repeat(moreArgs)})`, 1 + moreArgs);
  }

  /** Appends a batch; `dictionary` has every id that occurs in it. */
  append(batch: EventBatch, dictionary: Dictionary): void {
    assert(batch.firstSeq === this.#seq, `batch begins with event ${batch.firstSeq}, not ${this.#seq}`);
    this.#learnShapes(dictionary.shapes);
    const { ts, cpu, task, flags, shape, argStart } = batch;
    const events = this.#events;
    for (let i = 0; i < batch.n; i++) {
      const values = events.values;
      let at = events.at;
      values[at++] = ts[i] + this.#base;
      values[at++] = this.#contexts.idOf(cpu[i], task[i], flags[i]);
      values[at++] = shape[i];
      this.#argsTo(values, at, inlineArgs, batch, argStart[i], argStart[i + 1], this.#textFields[shape[i]], 0);
      events.at = at + inlineArgs;
      events.rowDone();
      if (argStart[i + 1] - argStart[i] > inlineArgs) this.#appendMore(batch, i);
      if (this.eventsOfShape[shape[i]]++ < sampled) this.#sample(batch, i);
    }
    this.#seq += batch.n;
  }

  /** The shapes so far, with what their first events show about their fields. */
  get shapes(): readonly NumberedShape[] {
    return this.#shapes;
  }

  flush(): void {
    this.#contexts.flush();
    this.#events.flush();
    this.#more.flush();
  }

  #appendMore(batch: EventBatch, i: number): void {
    const more = this.#more;
    const to = batch.argStart[i + 1];
    const from = batch.argStart[i] + inlineArgs;
    const rows = moreRows(to - batch.argStart[i]);
    assert(rows < moreStride, `an event has ${to - from} fields`);
    const id = (batch.firstSeq + i) * moreStride;
    for (let k = 0; k < rows; k++) {
      more.values[more.at++] = id + k + 1;
      const first = k * moreArgs;
      const isText = this.#textFields[batch.shape[i]];
      this.#argsTo(more.values, more.at, moreArgs, batch, from + first, to, isText, inlineArgs + first);
      more.at += moreArgs;
      more.rowDone();
    }
  }

  /** Puts the arguments from..to (at most `width`, NULL for those that lack) where the row's values go. */
  #argsTo(
    values: SqlValue[],
    at: number,
    width: number,
    batch: EventBatch,
    from: number,
    to: number,
    isText: readonly boolean[],
    field: number,
  ): void {
    const { args, wide } = batch;
    const n = Math.min(to - from, width);
    for (let k = 0; k < n; k++) {
      const value = args[from + k];
      if (value >= 0) values[at + k] = value;
      else if (isText[field + k]) values[at + k] = inlineText(batch, value);
      else values[at + k] = value === smallest ? smallestExact : value;
    }
    for (let k = n; k < width; k++) values[at + k] = null;
    if (wide.size > 0) {
      for (let k = 0; k < n; k++) {
        const exact = wide.get(from + k);
        if (exact !== undefined) values[at + k] = exact;
      }
    }
  }

  #sample({ args, argStart, shape }: EventBatch, i: number): void {
    const from = argStart[i];
    for (let j = from; j < argStart[i + 1]; j++) {
      if (looksLikeAddress(args[j])) this.#pointers[shape[i]].add(j - from);
    }
  }

  #learnShapes(shapes: readonly Shape[]): void {
    for (let id = this.#shapes.length; id < shapes.length; id++) {
      this.#textFields.push(shapes[id].fields.map((field) => field.format === 'text'));
      this.#pointers.push(new Set());
      this.#shapes.push({ id, shape: shapes[id], pointers: this.#pointers[id] });
      this.eventsOfShape.push(0);
    }
  }
}

/** A BLOB: TEXT that looks like a number would become one in a column of INTEGER affinity. */
function inlineText(batch: EventBatch, value: number): Uint8Array {
  return Buffer.from(batch.inlineTexts[-1 - value], 'utf8');
}
