import { dontneed, guardInstall } from '../ops/madvise.ts';
import { mmap } from '../ops/mmap.ts';
import { truncate } from '../ops/truncate.ts';
import type { Scenario } from '../scenario.ts';
import { beside, fillCache, holdBack, ownMm, story, touch, waitFor } from './story.ts';

const table = 0x200000;

export const tableStories: readonly Scenario[] = [
  story('T-B1', 'all 512 pages of a table are touched, then MADV_DONTNEED takes exactly these 2 MiB', function* (m) {
    const vma = yield* mmap(m, { pages: 512 });
    yield* touch(m, vma.start, 512, true);
    yield* dontneed(m, vma.start, vma.start + table);
  }),
  story('T-B2', 'the same, but the range is one page short', function* (m) {
    const vma = yield* mmap(m, { pages: 512 });
    yield* touch(m, vma.start, 512, true);
    yield* dontneed(m, vma.start, vma.start + table - 4096);
  }),
  story('T-B3', 'the same with a guard marker inside', function* (m) {
    const vma = yield* mmap(m, { pages: 512 });
    yield* guardInstall(m, vma.start + 0x5000, vma.start + 0x6000);
    yield* touch(m, vma.start, 5, true);
    yield* touch(m, vma.start + 0x6000, 506, true);
    yield* dontneed(m, vma.start, vma.start + table);
  }),
  story('T-B4', 'truncation empties a table through the rmap', function* (m) {
    const file = m.newFile('/srv/log', 16);
    fillCache(m, file);
    const vma = yield* mmap(m, { pages: 16, file, write: false });
    yield* touch(m, vma.start, 16, false);
    yield* truncate(m, file, 0);
  }),
  story('T-B5', 'a zap lets go of the lock midway, and another thread refaults a page of the table', function* (m) {
    const mm = ownMm(m);
    const vma = yield* mmap(m, { pages: 512 });
    yield* touch(m, vma.start, 64, true);
    const zapper = m.current;
    let refaulted = false;
    m.breakZapAt = vma.start + 32 * 4096;
    const other = yield* beside(m, function* (again) {
      yield () => again.breakZapAt === null;
      yield* touch(again, vma.start, 1, true);
      refaulted = true;
    });
    const midway = (): boolean => m.breakZapAt === null && mm.tables.get(vma.start / table)?.lock.owner !== zapper;
    holdBack(zapper, midway, () => refaulted);
    yield* dontneed(m, vma.start, vma.start + table);
    yield* waitFor(m, [other]);
  }),
  story('T-B6', 'a large mapping: touch 2 MiB, MADV_DONTNEED them, on to the next 2 MiB', function* (m) {
    const vma = yield* mmap(m, { pages: 24 * 512 });
    for (let start = vma.start; start < vma.end; start += table) {
      yield* touch(m, start, 16, true);
      yield* dontneed(m, start, start + table);
    }
  }),
];
