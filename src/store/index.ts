export { readBatches } from './batch-reader.ts';
export { printBatchEvent, printEvent } from './event-text.ts';
export { lastSeqAt, type Moment, resolveMoment } from './moment.ts';
export type { Row, Schema } from './schema.ts';
export { openStore, readSource, type Store } from './store.ts';
