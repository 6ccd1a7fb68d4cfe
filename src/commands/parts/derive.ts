import type { Database } from 'better-sqlite3';
import type { Dictionary, EventBatch } from '../../events/batch.ts';
import { type KernelProfile, kernelProfiles } from '../../models/kernel-profile.ts';
import type { PageMap } from '../../replay/boot.ts';
import { chooseKernel } from '../../replay/choose-kernel.ts';
import { RecordedFold } from '../../replay/recorded-fold.ts';
import { learnPages, type ReplaySource } from '../../replay/source.ts';
import { derivedVersion } from '../../replay/version.ts';
import { DerivedRows, DerivedWriter, dropDerived, writeFoldFacts } from '../../store/index.ts';

/** What blocks and checkpoints together may take beside the events: 30 parts of a hundred, less what estimates are off. */
const SHARE = 0.28;

/** Where a fold puts what it derives. */
export function newDerivedRows(): DerivedRows {
  return new DerivedRows(SHARE);
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
  const rows = newDerivedRows();
  const writer = new DerivedWriter(db);
  const fold = new RecordedFold(source.dictionary, kernel, pages, rows);
  const bytesOfEvent = writer.otherBytes / source.lastSeq;
  for (const batch of source.batches(1, source.lastSeq + 1)) {
    // What is derived may at no time take more than its share of the events so far, or none would be left for the last of them.
    rows.stored = bytesOfEvent * (batch.firstSeq + batch.n);
    fold.apply(batch);
    writer.write(rows.take());
    onBatch(batch);
  }
  fold.finish();
  writer.write(rows.take());
  markFolded(db, kernel.name, pages);
}

/** Says that what is derived is complete, and by what. */
export function markFolded(db: Database, kernel: string, pages: PageMap | null): void {
  writeFoldFacts(db, { version: derivedVersion(), kernel, pages });
}
