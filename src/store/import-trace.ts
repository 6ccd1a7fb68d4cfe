import { InputError, UsageError } from '../base/errors.ts';
import type { EventBatch } from '../events/batch.ts';
import { eventTypes } from '../events/index.ts';
import { BatchWriter } from './batch-writer.ts';
import type { NewStore } from './create.ts';
import { writeFailure } from './errors.ts';
import type { EventSource, ImportFilter, ImportResult } from './source.ts';
import { writeSource } from './source-row.ts';
import { createViews } from './views.ts';

/** How to import. */
export interface ImportOptions {
  /** Gets each batch after it was appended, inside the transaction; the place to fold on the way. */
  readonly onBatch?: (batch: EventBatch, store: NewStore) => void | Promise<void>;
  /** Runs before the store is finished, inside its transaction; the place to write what was derived. */
  readonly onEnd?: (result: ImportResult, store: NewStore) => void | Promise<void>;
  /** Ends the import: nothing is left behind, and the signal's reason is thrown. */
  readonly signal?: AbortSignal;
  /** Leaves events out. */
  readonly filter?: ImportFilter;
}

/**
 * Imports a trace into a store that was just begun, and publishes it when all of it is in. Throws what the source throws,
 * OutputError when the store cannot be written, InputError when there was no event; the store is to be abandoned then.
 */
export async function importTrace(source: EventSource, store: NewStore, options: ImportOptions = {}): Promise<ImportResult> {
  try {
    const result = await fill(store, source, options);
    store.publish();
    return result;
  } catch (error) {
    options.signal?.throwIfAborted();
    throw writeFailure(store.path, error);
  }
}

async function fill(store: NewStore, source: EventSource, options: ImportOptions): Promise<ImportResult> {
  const { db } = store;
  const { filter = null } = options;
  db.prepare('INSERT INTO source (id, complete, path, format) VALUES (1, 0, ?, ?)').run(source.path, source.format);
  db.exec('BEGIN');
  let writer: BatchWriter | null = null;
  for await (const given of source.batches()) {
    options.signal?.throwIfAborted();
    const batch = filter ? filter.apply(given, source.originNs) : given;
    writer ??= new BatchWriter(db, source.dictionary, source.originNs);
    writer.append(batch);
    await options.onBatch?.(batch, store);
  }
  options.signal?.throwIfAborted();
  if (writer === null || writer.events === 0) throw noEvent(source, filter);
  const result = writer.finish();
  createViews(db, writer.shapes, eventTypes);
  writeSource(db, source, result, filter);
  await options.onEnd?.(result, store);
  db.exec('UPDATE source SET complete = 1; COMMIT');
  return result;
}

function noEvent(source: EventSource, filter: ImportFilter | null): Error {
  if (filter && filter.filtered > 0) return new UsageError(`no event of ${source.path} passes ${filter.text}`);
  return new InputError(`${source.path} holds no event`);
}
