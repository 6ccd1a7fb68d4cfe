import type { Dictionary, EventBatch } from '../../events/batch.ts';
import { type BatchMemory, memoryOf } from '../../ingest/batch-memory.ts';
import type { NewStore } from '../../store/create.ts';
import { DerivedWriter, storeOf } from '../../store/index.ts';
import type { ImportResult } from '../../store/source.ts';
import { deriveAll, markFolded, newDerivedRows } from '../parts/derive.ts';
import { storeSource } from '../parts/store-source.ts';
import { type FoldedBy, TraceFold } from '../parts/trace-fold.ts';

/** Takes the memory of batches that are folded, for later ones. */
export type Reuse = (memory: BatchMemory) => void;

/** Folds while a trace is imported. */
export interface ImportFold {
  /** Takes the next batch, which is in the store; it must not be used any more. */
  apply(batch: EventBatch, store: NewStore): void | Promise<void>;
  /** Writes what is left. Call it when all events and all that was beside them are in the store. */
  finish(result: ImportResult, store: NewStore): void | Promise<void>;
  /** Lets go of everything; safe at any moment. */
  close(): Promise<void>;
}

/** Folds in the thread that stores. */
export class FoldHere implements ImportFold {
  private readonly rows = newDerivedRows();
  private readonly fold: TraceFold;
  private writer: DerivedWriter | null = null;

  private readonly reuse: Reuse;

  /** `dictionary` grows as the trace is read. */
  constructor(dictionary: Dictionary, reuse: Reuse) {
    this.fold = new TraceFold(dictionary, this.rows);
    this.reuse = reuse;
  }

  apply(batch: EventBatch, { db }: NewStore): void {
    this.writer ??= new DerivedWriter(db);
    this.rows.stored = this.writer.otherBytes;
    if (this.fold.apply(batch)) this.reuse(memoryOf(batch));
    this.writer.write(this.rows.take());
  }

  finish(result: ImportResult, store: NewStore): void {
    const by = this.fold.finish();
    this.writer?.write(this.rows.take());
    settle(by, result, store);
  }

  async close(): Promise<void> {}
}

/** The end of a fold: says what it was made by, or makes it again where events moved or it took something wrong for granted. */
export function settle(by: FoldedBy, { renumbered }: ImportResult, { db, path }: NewStore): void {
  if (renumbered || !by.isRight) deriveAll(db, storeSource(storeOf(db, path)));
  else markFolded(db, by.kernel, by.pages);
}
