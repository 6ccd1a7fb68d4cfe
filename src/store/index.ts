export { readBatches } from './batch-reader.ts';
export {
  CheckpointReader,
  dropDerived,
  type FoldFacts,
  readFoldFacts,
  writeFoldFacts,
} from './checkpoints.ts';
export { type DerivedRow, DerivedRows, DerivedWriter } from './derived-rows.ts';
export { printBatchEvent, printEvent } from './event-text.ts';
export { readFactBlocks, type StoredBlock } from './fact-blocks.ts';
export { lastSeqAt, type Moment, resolveMoment } from './moment.ts';
export type { Row, Schema } from './schema.ts';
export { openStore, readSource, type Store, storeOf } from './store.ts';
