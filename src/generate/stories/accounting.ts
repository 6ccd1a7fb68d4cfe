import { MM_ANONPAGES } from '../kernel/mm.ts';
import { otherPte } from '../kernel/page-table.ts';
import { putFolio } from '../ops/folio.ts';
import { dropRmap } from '../ops/gather.ts';
import { dontneed } from '../ops/madvise.ts';
import { migrate } from '../ops/migrate.ts';
import { mmap } from '../ops/mmap.ts';
import { lockForRead, unlockForRead } from '../ops/mmap-lock.ts';
import { clearPte, setPte } from '../ops/pte.ts';
import { reclaim } from '../ops/reclaim.ts';
import { addRss } from '../ops/rss.ts';
import { leaveTable, lockTableAt } from '../ops/tables.ts';
import { flushRange, leaveStale } from '../ops/tlb.ts';
import type { Scenario } from '../scenario.ts';
import { checkpoint } from '../watch.ts';
import { entryAt, folioAt, helper, holdBack, ownMm, story, touch } from './story.ts';

export const accountingStories: readonly Scenario[] = [
  story('T-R1', 'a device-private, a migration, a swap, a zero-page and a hwpoison entry side by side', function* (m) {
    const mm = ownMm(m);
    const vma = yield* mmap(m, { pages: 8 });
    const at = (page: number): number => vma.start + page * 4096;
    yield* touch(m, at(0), 1, true);
    let rounds = 0;
    helper(m, 'kswapd0', function* () {
      while (entryAt(mm, at(0))?.type !== 'swap' && rounds++ < 8) yield* reclaim(m, 4);
      rounds = 100;
    });
    yield () => rounds >= 100;
    yield* touch(m, at(1), 1, false);
    yield* touch(m, at(2), 3, true);
    yield* lockForRead(m, mm);
    const table = yield* lockTableAt(m, mm, at(2));
    if (table !== null) {
      // The page of a device: the entry counts as a mapping like any other.
      const device = entryAt(mm, at(2));
      if (device !== null) {
        clearPte(m, table, at(2), 'device');
        leaveStale(m, mm, at(2), device);
        yield* flushRange(m, mm, at(2), at(3));
        setPte(m, table, at(2), otherPte('device_private', { folio: device.folio, sub: 0, write: true }), 'device');
      }
      const poisoned = folioAt(mm, at(3));
      const old = clearPte(m, table, at(3), 'unmap');
      if (old !== null) leaveStale(m, mm, at(3), old);
      yield* flushRange(m, mm, at(3), at(4));
      addRss(m, mm, MM_ANONPAGES, -1);
      poisoned.hwpoison = true;
      setPte(m, table, at(3), otherPte('hwpoison', { entry: poisoned.pfn }), 'poison');
      dropRmap(m, { folio: poisoned, sub: 0, nr: 1, vma, delayed: false });
      yield* leaveTable(m, table);
      m.lru.delete(poisoned);
      putFolio(m, poisoned, 1, 'poison');
    }
    unlockForRead(m, mm);
    const folio = folioAt(mm, at(4));
    let looked = false;
    let moved = false;
    const mover = helper(m, 'kcompactd0', function* () {
      yield* migrate(m, folio);
      moved = true;
    });
    const under = (): boolean => entryAt(mm, at(4))?.type === 'migration' && (vma.anon?.walkers ?? 0) === 0;
    mover.idle = true;
    holdBack(mover, under, () => looked);
    yield under;
    yield* checkpoint(m, 'entries');
    looked = true;
    yield () => moved;
    yield* dontneed(m, vma.start, vma.end);
  }),
];
