import type { EventBatch } from '../../../events/batch.ts';
import type { Shape } from '../../../events/shape.ts';
import { isHashed } from '../../../models/lock/hashed-pointer.ts';
import { BootLearner, type PageMap } from '../../../replay/boot.ts';
import { readBatches, type Store } from '../../../store/index.ts';

/** So many events are looked at: `info` answers at once. */
const lookedAt = 10_000;

/** What the first events say about the boot. */
export interface BootLook {
  /** Where struct pages lie; null when these events do not tell: a replay may learn it later. */
  readonly pages: PageMap | null;
  /** How tracepoints print pointers; null when none did. */
  readonly pointers: 'raw' | 'hashed' | null;
}

export function lookAtBoot(store: Store): BootLook {
  const { shapes } = store.dictionary;
  const learner = new BootLearner();
  let pointers: BootLook['pointers'] = null;
  for (const batch of readBatches(store, 1, lookedAt + 1)) {
    learner.study(batch, shapes);
    pointers ??= pointersOf(batch, shapes);
  }
  return { pages: learner.pages, pointers };
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
