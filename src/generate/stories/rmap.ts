import type { Machine } from '../machine.ts';
import { dontneed } from '../ops/madvise.ts';
import { mmap } from '../ops/mmap.ts';
import { munmap } from '../ops/munmap.ts';
import { cleanFolio } from '../ops/writeback.ts';
import type { Scenario } from '../scenario.ts';
import type { Steps } from '../task.ts';
import { beside, blocked, fillCache, folioAt, helper, holdBack, ownMm, story, touch, waitFor } from './story.ts';

/** Zaps a dirty page while another CPU cleans it, in the moment after the unmap and before the flush. */
function* cleanDuringZap(m: Machine, file: boolean): Steps {
  const mm = ownMm(m);
  const data = file ? m.newFile('/srv/data', 4) : undefined;
  const vma = yield* mmap(m, { pages: 4, shared: file, ...(data && { file: data }) });
  yield* touch(m, vma.start, 1, true);
  const other = yield* beside(m, (again) => touch(again, vma.start, 1, true));
  yield* waitFor(m, [other]);
  const folio = folioAt(mm, vma.start);
  const zapper = m.current;
  let cleaned = false;
  const cleaner = helper(m, 'kworker/u8:1', function* () {
    yield () => mm.stale.some((s) => s.pfn === folio.pfn);
    yield* cleanFolio(m, folio);
    cleaned = true;
  });
  holdBack(
    zapper,
    () => mm.stale.length > 0,
    () => cleaned || blocked(cleaner),
  );
  yield* dontneed(m, vma.start, vma.start + 4096);
  yield () => cleaned;
}

export const rmapStories: readonly Scenario[] = [
  story('T-A1', 'a shared dirty file page is zapped; another CPU cleans it before the flush', (m) => cleanDuringZap(m, true)),
  story('T-A2', 'the same with an anonymous page', (m) => cleanDuringZap(m, false)),
  story('T-A3', 'one gather: 400 clean file pages in a table, 512 dirty ones in the next', function* (m) {
    const file = m.newFile('/srv/big', 1024);
    fillCache(m, file);
    const vma = yield* mmap(m, { pages: 1024, file, shared: true });
    yield* touch(m, vma.start, 400, false);
    yield* touch(m, vma.start + 0x200000, 512, true);
    yield* munmap(m, vma.start, vma.end);
  }),
];
