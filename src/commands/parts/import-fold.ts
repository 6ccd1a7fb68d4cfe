import type { Database } from 'better-sqlite3';
import type { Dictionary, EventBatch } from '../../events/batch.ts';
import type { KernelProfile } from '../../models/kernel-profile.ts';
import { BootLearner, type PageMap } from '../../replay/boot.ts';
import { showsEntries } from '../../replay/choose-kernel.ts';
import { RecordedFold } from '../../replay/recorded-fold.ts';
import { STUDY_EVENTS } from '../../replay/source.ts';
import type { NewStore } from '../../store/create.ts';
import { storeOf } from '../../store/index.ts';
import type { ImportResult } from '../../store/source.ts';
import { deriveAll, derivedSink, kernelOf, markFolded } from './derive.ts';
import { storeSource } from './store-source.ts';

/** What a fold has decided before its first event. */
interface Begun {
  readonly fold: RecordedFold;
  readonly kernel: KernelProfile;
  readonly pages: PageMap | null;
  readonly showsEntries: boolean;
}

/**
 * Folds while a trace is imported. Events wait until they have shown where struct pages lie; what the fold took for granted
 * is checked at the end, when all of the trace is known, and where it was wrong the store is folded again.
 */
export class ImportFold {
  private readonly dictionary: Dictionary;
  private readonly learner = new BootLearner();
  private waiting: EventBatch[] = [];
  private begun: Begun | null = null;

  /** `dictionary` grows as the trace is read. */
  constructor(dictionary: Dictionary) {
    this.dictionary = dictionary;
  }

  /** Folds the next batch, or keeps it for a while. */
  apply(batch: EventBatch, db: Database): void {
    if (this.begun) {
      this.begun.fold.apply(batch);
      return;
    }
    this.waiting.push(batch);
    if (this.study(batch)) this.begin(db);
  }

  /** Writes what is left. Call it when all events and all that was beside them are in the store. */
  finish({ renumbered }: ImportResult, { db, path }: NewStore): void {
    const begun = this.begun ?? this.begin(db);
    const isRight =
      kernelOf(this.dictionary).name === begun.kernel.name && showsEntries(this.dictionary.shapes) === begun.showsEntries;
    if (renumbered || !isRight) {
      deriveAll(db, storeSource(storeOf(db, path)));
      return;
    }
    begun.fold.finish();
    markFolded(db, begun.kernel, begun.pages);
  }

  /** True when there is no more to learn from what comes. */
  private study(batch: EventBatch): boolean {
    const left = STUDY_EVENTS - batch.firstSeq + 1;
    const studied = batch.n <= left ? batch : { ...batch, n: Math.max(left, 0) };
    return this.learner.study(studied, this.dictionary.shapes) || batch.firstSeq + batch.n > STUDY_EVENTS;
  }

  private begin(db: Database): Begun {
    const kernel = kernelOf(this.dictionary);
    const { pages } = this.learner;
    const fold = new RecordedFold(this.dictionary, kernel, pages, derivedSink(db));
    this.begun = { fold, kernel, pages, showsEntries: showsEntries(this.dictionary.shapes) };
    for (const batch of this.waiting) fold.apply(batch);
    this.waiting = [];
    return this.begun;
  }
}
