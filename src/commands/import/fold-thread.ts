import { type MessagePort, parentPort } from 'node:worker_threads';
import { assert } from '../../base/errors.ts';
import { type BatchMemory, memoryOf, transferOf } from '../../ingest/batch-memory.ts';
import { TaughtDictionary } from '../../ingest/lessons.ts';
import { newDerivedRows } from '../parts/derive.ts';
import { TraceFold } from '../parts/trace-fold.ts';
import type { FromFolder, ToFolder } from './fold-messages.ts';

/** Folds the batches that are posted, and posts what they give. */
function work(port: MessagePort): void {
  const dictionary = new TaughtDictionary();
  const rows = newDerivedRows();
  const fold = new TraceFold(dictionary, rows);
  const post = (message: FromFolder, memory: BatchMemory = []) =>
    port.postMessage(message, transferOf([...memory, ...message.rows.map(({ data }) => data.buffer as ArrayBuffer)]));
  port.on('message', (message: ToFolder) => {
    if (message.kind === 'batch') {
      dictionary.learn(message.learnt);
      rows.stored = message.stored;
      const memory = fold.apply(message.batch) ? memoryOf(message.batch) : null;
      post({ kind: 'rows', rows: rows.take(), memory }, memory ?? []);
    } else {
      const by = fold.finish();
      post({ kind: 'ended', rows: rows.take(), by });
      port.close();
    }
  });
}

assert(parentPort !== null, 'the fold runs in a thread of its own');
work(parentPort);
