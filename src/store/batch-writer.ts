import type { Database } from 'better-sqlite3';
import type { Dictionary, EventBatch } from '../events/batch.ts';
import { DictionaryWriter } from './dictionary-writer.ts';
import { EventWriter } from './event-writer.ts';
import type { NumberedShape } from './field-kinds.ts';
import { OrderWatch, renumber } from './fold-order.ts';
import { LossWriter } from './loss-writer.ts';
import { RowWriter } from './row-writer.ts';
import type { SourceBatch } from './source.ts';

/** The events whose text is what a program wrote to tracefs' trace_marker; trace-cmd calls it print. */
const markerEvents = new Set(['tracing_mark_write', 'print']);

/** Writes batches and what stood between their events. */
export class BatchWriter {
  events = 0;
  readonly #db: Database;
  readonly #dictionary: Dictionary;
  readonly #originNs: bigint;
  readonly #words: DictionaryWriter;
  readonly #event: EventWriter;
  readonly #loss: LossWriter;
  readonly #marker: RowWriter;
  readonly #diagnostic: RowWriter;
  readonly #continuation: RowWriter;
  readonly #order = new OrderWatch();
  readonly #isMarker: boolean[] = [];

  constructor(db: Database, dictionary: Dictionary, originNs: bigint) {
    this.#db = db;
    this.#dictionary = dictionary;
    this.#originNs = originNs;
    this.#words = new DictionaryWriter(db);
    this.#event = new EventWriter(db, originNs);
    this.#loss = new LossWriter(db, originNs);
    this.#marker = new RowWriter(db, 'marker (seq)', '(?)', 1);
    this.#diagnostic = new RowWriter(db, 'diagnostic (source, line, seq, rule, severity, text)', '(?, ?, ?, ?, ?, ?)', 6);
    this.#continuation = new RowWriter(db, 'continuation (seq, text)', '(?, ?)', 2);
  }

  /** The shapes so far, and what their first events show about their fields. */
  get shapes(): readonly NumberedShape[] {
    return this.#event.shapes;
  }

  append(batch: SourceBatch): void {
    this.#words.write(this.#dictionary);
    this.#event.append(batch, this.#dictionary);
    this.#loss.append(batch);
    this.#order.append(batch);
    this.#markers(batch);
    for (const { line, afterSeq, rule, severity, text } of batch.diagnostics) {
      this.#diagnostic.write('ingest', line, afterSeq, rule, severity, text);
    }
    for (const { seq, text } of batch.continuations) this.#continuation.write(seq, text);
    this.events += batch.n;
  }

  /** Writes what is waiting, and puts the events into fold order. */
  finish(): { readonly events: number; readonly backwardSteps: number; readonly renumbered: boolean } {
    this.#words.write(this.#dictionary);
    for (const writer of [this.#words, this.#event, this.#loss, this.#marker, this.#diagnostic, this.#continuation]) {
      writer.flush();
    }
    const { disorder, backwardSteps } = this.#order;
    if (disorder) renumber(this.#db, { fromTs: this.#originNs + BigInt(disorder.fromTs), lastSeq: disorder.lastSeq });
    this.#countShapes();
    return { events: this.events, backwardSteps, renumbered: disorder !== null };
  }

  #markers({ firstSeq, n, shape }: EventBatch): void {
    const { shapes } = this.#dictionary;
    while (this.#isMarker.length < shapes.length) this.#isMarker.push(markerEvents.has(shapes[this.#isMarker.length].name));
    for (let i = 0; i < n; i++) if (this.#isMarker[shape[i]]) this.#marker.write(firstSeq + i);
  }

  #countShapes(): void {
    const update = this.#db.prepare('UPDATE shape SET events = ? WHERE id = ?');
    this.#event.eventsOfShape.forEach((n, id) => {
      update.run(n, id);
    });
  }
}
