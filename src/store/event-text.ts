import { assert } from '../base/errors.ts';
import type { Dictionary, EventBatch } from '../events/batch.ts';
import { printShape } from '../events/shape.ts';
import { readBatches } from './batch-reader.ts';
import type { Store } from './store.ts';

/** The text of event `seq` as it was in the input, after the event's name. */
export function printEvent(store: Store, seq: number): string {
  for (const batch of readBatches(store, seq, seq + 1)) return printBatchEvent(batch, 0, store.dictionary);
  assert(false, `there is no event ${seq}`);
}

/** The text of event `i` of a batch. */
export function printBatchEvent(batch: EventBatch, i: number, { shapes, texts }: Dictionary): string {
  const shape = shapes[batch.shape[i]];
  const from = batch.argStart[i];
  const values = shape.fields.map(({ format }, k) => {
    const value = batch.args[from + k];
    if (format === 'text') return value < 0 ? batch.inlineTexts[-1 - value] : texts[value];
    return batch.wide.get(from + k) ?? value;
  });
  return printShape(shape, values);
}
