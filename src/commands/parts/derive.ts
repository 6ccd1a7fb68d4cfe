import type { Database } from 'better-sqlite3';
import type { Dictionary, EventBatch } from '../../events/batch.ts';
import { type KernelProfile, kernelProfiles } from '../../models/kernel-profile.ts';
import type { PageMap } from '../../replay/boot.ts';
import { chooseKernel } from '../../replay/choose-kernel.ts';
import { type DerivedSink, RecordedFold } from '../../replay/recorded-fold.ts';
import { learnPages, type ReplaySource } from '../../replay/source.ts';
import { derivedVersion } from '../../replay/version.ts';
import { CheckpointWriter, dropDerived, FactBlockWriter, writeFoldFacts } from '../../store/index.ts';

/** What blocks and checkpoints together may take beside the events: 30 parts of a hundred, less what estimates are off. */
const SHARE = 0.28;

/** Where a fold writes what it derives: into the store's own tables. */
export function derivedSink(db: Database): DerivedSink {
  const checkpoints = new CheckpointWriter(db);
  const blocks = new FactBlockWriter(db);
  const pages = db.prepare<[], number>('PRAGMA page_count').pluck();
  const pageSize = db.pragma('page_size', { simple: true }) as number;
  return {
    block: (firstSeq, lastSeq, rows, bytes) => blocks.write(firstSeq, lastSeq, rows, bytes),
    piece: (previous, bytes) => checkpoints.piece(previous, bytes),
    checkpoint: (seq, bytes) => checkpoints.checkpoint(seq, bytes),
    get bytes() {
      return blocks.bytes + checkpoints.bytes;
    },
    allowance() {
      return ((pages.get() ?? 0) * pageSize - this.bytes) * SHARE;
    },
  };
}

/** The kernel of a trace as far as its events tell, or the newest. */
export function kernelOf({ shapes }: Dictionary): KernelProfile {
  return chooseKernel(shapes) ?? kernelProfiles[kernelProfiles.length - 1];
}

/** Folds a store's events from the first, and replaces what was derived from them. Within the caller's transaction. */
export function deriveAll(db: Database, source: ReplaySource, onBatch: (batch: EventBatch) => void = () => {}): void {
  dropDerived(db);
  const pages = learnPages(source);
  const kernel = kernelOf(source.dictionary);
  const fold = new RecordedFold(source.dictionary, kernel, pages, derivedSink(db));
  for (const batch of source.batches(1, source.lastSeq + 1)) {
    fold.apply(batch);
    onBatch(batch);
  }
  fold.finish();
  markFolded(db, kernel, pages);
}

/** Says that what is derived is complete, and by what. */
export function markFolded(db: Database, kernel: KernelProfile, pages: PageMap | null): void {
  writeFoldFacts(db, { version: derivedVersion(), kernel: kernel.name, pages });
}
