import type { Derived, FoldedSource } from '../../replay/session.ts';
import type { LossWindow } from '../../replay/source.ts';
import type { TablesAhead } from '../../replay/tables-ahead.ts';
import { derivedVersion } from '../../replay/version.ts';
import { CheckpointReader, readBatches, readFactBlocks, readFoldFacts, type Store } from '../../store/index.ts';

/** A store as a replay sees it; `ahead`, for long sessions, reads page tables while they do something else. */
export function storeSource(store: Store, ahead: TablesAhead | null = null): FoldedSource {
  const losses = store.db
    .prepare<[], LossWindow>('SELECT cpu, count, after_seq AS afterSeq, before_seq AS beforeSeq FROM loss ORDER BY id')
    .all();
  return {
    dictionary: store.dictionary,
    lastSeq: store.lastSeq,
    losses,
    batches: (fromSeq, toSeq) => readBatches(store, fromSeq, toSeq),
    derived: derivedOf(store, ahead),
  };
}

/** What a fold left in the store; null where there is none, or from another version. */
function derivedOf({ db }: Store, ahead: TablesAhead | null): Derived | null {
  const facts = readFoldFacts(db);
  if (facts?.version !== derivedVersion()) return null;
  const reader = new CheckpointReader(db);
  return {
    kernel: facts.kernel,
    pages: facts.pages,
    blocks: (fromSeq, toSeq) => readFactBlocks(db, fromSeq, toSeq),
    checkpointBefore: (seq) => reader.seqBefore(seq),
    checkpoint: (seq) => reader.before(seq),
    piece: (id) => reader.piece(id),
    ahead,
  };
}
