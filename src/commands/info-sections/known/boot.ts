import type { EventBatch } from '../../../events/batch.ts';
import type { Shape } from '../../../events/shape.ts';
import { isHashed } from '../../../models/lock/hashed-pointer.ts';
import { BootLearner, type PageMap } from '../../../replay/boot.ts';
import { readBatches, readFoldFacts, type Store } from '../../../store/index.ts';

/** So many events are looked at: `info` answers at once. */
const lookedAt = 10_000;

/** What is known of the boot. */
export interface BootLook {
  /** Where struct pages lie; null when that is not known. */
  readonly pages: PageMap | null;
  /** Was the trace read to its end for it? Otherwise a replay may learn it later. */
  readonly whole: boolean;
  /** How tracepoints print pointers; null when none did. */
  readonly pointers: 'raw' | 'hashed' | null;
}

/** What the fold of the import found out, and what the first events say. */
export function lookAtBoot(store: Store): BootLook {
  const { shapes } = store.dictionary;
  const folded = readFoldFacts(store.db);
  const learner = new BootLearner();
  let pointers: BootLook['pointers'] = null;
  let learnt = folded !== null;
  // The first few events mostly tell all.
  for (let from = 1, n = 256; from <= lookedAt && !(learnt && pointers); from += n, n *= 2) {
    for (const batch of readBatches(store, from, Math.min(from + n, lookedAt + 1))) {
      learnt ||= learner.study(batch, shapes);
      pointers ??= pointersOf(batch, shapes);
    }
  }
  return { pages: folded ? folded.pages : learner.pages, whole: folded !== null, pointers };
}

function pointersOf(batch: EventBatch, shapes: readonly Shape[]): BootLook['pointers'] {
  for (let i = 0; i < batch.n; i++) {
    const shape = shapes[batch.shape[i]];
    const field = shape.probe ? -1 : shape.fields.findIndex(({ format }) => format === 'x16');
    if (field < 0) continue;
    const value = batch.args[batch.argStart[i] + field];
    if (value !== 0) return isHashed(value) ? 'hashed' : 'raw';
  }
  return null;
}
