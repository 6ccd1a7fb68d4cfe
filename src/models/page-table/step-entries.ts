import { entryWords, numbered } from '../../facts/step-words.ts';
import { defineModel } from '../define.ts';
import { Kind, kindOf, packInfo, Sure, Type, typeOf } from './entry.ts';

const Entry = numbered(entryWords);

/** Entry types that no probe tells when they are set, and what they are here. */
const untold: Readonly<Record<number, number>> = {
  [Entry.device_private]: Type.devicePrivate,
  [Entry.device_exclusive]: Type.deviceExclusive,
  [Entry.hwpoison]: Type.hwpoison,
  [Entry.marker]: Type.marker,
};

/** Entries of devices, poison and markers, where the kernel prints mmstep_ events: then these alone say what becomes of them. */
export const stepEntries = defineModel({
  name: 'step-entries',
  on: {
    step_pte_set(world, { mm, va, nr, level, type, pfn }) {
      world.stepsTellEntries = true;
      const kept = untold[type];
      if (kept === undefined || level !== 1) return;
      const page = kept === Type.devicePrivate || kept === Type.deviceExclusive;
      const { pt } = world.mm(mm);
      for (let i = 0; i < nr; i++) {
        const at = va + i * 4096;
        // A poisoned page is of the kind that it was; its rmap goes later.
        const old = kept === Type.hwpoison ? pt.infoAt(at) : -1;
        const kind = page ? Kind.anon : old < 0 ? Kind.unknown : kindOf(old);
        pt.set(at, page ? pfn + i : -1, packInfo(kept, kind, Sure.observed), world.now.seq);
      }
    },
    step_pte_clear(world, { mm, va, nr, level, type }) {
      const kept = untold[type];
      if (kept === undefined || level !== 1) return;
      const { pt } = world.mm(mm);
      for (let i = 0; i < nr; i++) if (typeOf(pt.infoAt(va + i * 4096)) === kept) pt.remove(va + i * 4096);
    },
  },
});
