import type { LossWindow, ReplaySource } from '../../replay/source.ts';
import { readBatches, type Store } from '../../store/index.ts';

/** A store as a replay sees it. */
export function storeSource(store: Store): ReplaySource {
  const losses = store.db
    .prepare<[], LossWindow>('SELECT cpu, count, after_seq AS afterSeq, before_seq AS beforeSeq FROM loss ORDER BY id')
    .all();
  return {
    dictionary: store.dictionary,
    lastSeq: store.lastSeq,
    losses,
    batches: (fromSeq, toSeq) => readBatches(store, fromSeq, toSeq),
  };
}
