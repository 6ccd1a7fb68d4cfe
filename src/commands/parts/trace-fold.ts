import type { Dictionary, EventBatch } from '../../events/batch.ts';
import { BootLearner, type PageMap } from '../../replay/boot.ts';
import { showsEntries } from '../../replay/choose-kernel.ts';
import { type DerivedSink, RecordedFold } from '../../replay/recorded-fold.ts';
import { STUDY_EVENTS } from '../../replay/source.ts';
import { kernelOf } from './derive.ts';

/** What a trace was folded by, and whether that was still right at its end. */
export interface FoldedBy {
  /** Name of the kernel profile. */
  readonly kernel: string;
  readonly pages: PageMap | null;
  readonly isRight: boolean;
}

/** What a fold has decided before its first event. */
interface Begun extends Omit<FoldedBy, 'isRight'> {
  readonly fold: RecordedFold;
  readonly showsEntries: boolean;
}

/**
 * Folds a trace while it is read. Events wait until they have shown where struct pages lie; what the fold took for granted is
 * checked at the end, when all of the trace is known.
 */
export class TraceFold {
  private readonly dictionary: Dictionary;
  private readonly sink: DerivedSink;
  private readonly learner = new BootLearner();
  private waiting: EventBatch[] = [];
  private begun: Begun | null = null;

  /** `dictionary` grows as the trace is read. */
  constructor(dictionary: Dictionary, sink: DerivedSink) {
    this.dictionary = dictionary;
    this.sink = sink;
  }

  /** Folds the next batch, or keeps it for a while: then false, and it must be left as it is. */
  apply(batch: EventBatch): boolean {
    if (this.begun) {
      this.begun.fold.apply(batch);
      return true;
    }
    this.waiting.push(batch);
    if (this.study(batch)) this.begin();
    return false;
  }

  /** Derives what is left. */
  finish(): FoldedBy {
    const { fold, kernel, pages, showsEntries: shows } = this.begun ?? this.begin();
    fold.finish();
    const isRight = kernelOf(this.dictionary).name === kernel && showsEntries(this.dictionary.shapes) === shows;
    return { kernel, pages, isRight };
  }

  /** True when there is no more to learn from what comes. */
  private study(batch: EventBatch): boolean {
    const left = STUDY_EVENTS - batch.firstSeq + 1;
    const studied = batch.n <= left ? batch : { ...batch, n: Math.max(left, 0) };
    return this.learner.study(studied, this.dictionary.shapes) || batch.firstSeq + batch.n > STUDY_EVENTS;
  }

  private begin(): Begun {
    const kernel = kernelOf(this.dictionary);
    const { pages } = this.learner;
    const fold = new RecordedFold(this.dictionary, kernel, pages, this.sink);
    this.begun = { fold, kernel: kernel.name, pages, showsEntries: showsEntries(this.dictionary.shapes) };
    for (const batch of this.waiting) fold.apply(batch);
    this.waiting = [];
    return this.begun;
  }
}
