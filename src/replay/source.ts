import type { Dictionary, EventBatch } from '../events/batch.ts';
import type { KernelProfile } from '../models/kernel-profile.ts';
import { BootLearner, type PageMap } from './boot.ts';
import { Fold } from './fold.ts';

/** A gap in one CPU's events: between its events `afterSeq` and `beforeSeq` (null: from the start, to the end). */
export interface LossWindow {
  readonly cpu: number | null;
  readonly count: number | null;
  readonly afterSeq: number | null;
  readonly beforeSeq: number | null;
}

/** Where a replay gets its events from: a store, or anything that can give batches. */
export interface ReplaySource {
  readonly dictionary: Dictionary;
  readonly lastSeq: number;
  readonly losses: readonly LossWindow[];
  /** Events fromSeq <= seq < toSeq. */
  batches(fromSeq: number, toSeq: number): Iterable<EventBatch>;
}

/** How many events may be studied for the page map before the fold goes on without. */
export const STUDY_EVENTS = 500_000;

/** Learns what is particular to the boot from the first events of the trace. */
export function learnPages(source: ReplaySource): PageMap | null {
  const learner = new BootLearner();
  for (const batch of source.batches(1, Math.min(source.lastSeq, STUDY_EVENTS) + 1)) {
    if (learner.study(batch, source.dictionary.shapes)) break;
  }
  return learner.pages;
}

/** Is the moment after event `seq` inside a gap of some CPU's events? */
export function insideLoss(losses: readonly LossWindow[], seq: number): boolean {
  return losses.some(({ afterSeq, beforeSeq }) => (afterSeq ?? 0) <= seq && (beforeSeq === null || seq < beforeSeq));
}

/** Folds from the first event to `seq`. */
export function foldTo(source: ReplaySource, seq: number, kernel: KernelProfile, pages: PageMap | null): Fold {
  const fold = new Fold(source.dictionary, kernel, pages);
  for (const batch of source.batches(1, seq + 1)) fold.apply(batch, seq);
  return fold;
}
