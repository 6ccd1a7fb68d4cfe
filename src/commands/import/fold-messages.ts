import type { EventBatch } from '../../events/batch.ts';
import type { BatchMemory } from '../../ingest/batch-memory.ts';
import type { Learnt } from '../../ingest/lessons.ts';
import type { DerivedRow } from '../../store/index.ts';
import type { FoldedBy } from '../parts/trace-fold.ts';

/** To the folding thread: batches in their order, then `end`. `stored`: bytes of the events in the store so far. */
export type ToFolder =
  | { readonly kind: 'batch'; readonly batch: EventBatch; readonly learnt: Learnt; readonly stored: number }
  | { readonly kind: 'end' };

/** From it: an answer to each batch, in their order, with what became ready, and memory that is free again; then `ended`. */
export type FromFolder =
  | { readonly kind: 'rows'; readonly rows: readonly DerivedRow[]; readonly memory: BatchMemory | null }
  | { readonly kind: 'ended'; readonly rows: readonly DerivedRow[]; readonly by: FoldedBy };
