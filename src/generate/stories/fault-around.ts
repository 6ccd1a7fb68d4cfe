import { mmap } from '../ops/mmap.ts';
import type { Program } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import { fillCache, story, touch } from './story.ts';

/** One read fault on a mapping of cached pages: `page` is the one that is asked for. */
function oneFault(pages: number, offset: number, page: number, order = 0): Program {
  return function* (m) {
    const file = m.newFile('/usr/bin/app', Math.max(128, pages), { order });
    fillCache(m, file);
    const vma = yield* mmap(m, { pages, file, write: false, offset });
    yield* touch(m, vma.start + page * 4096, 1, false);
  };
}

export const faultAroundStories: readonly Scenario[] = [
  story('T-C1', 'a fault at slot 37: the window is 32 to 47', oneFault(100, 30, 7)),
  story('T-C2', 'four pages from slot 510 on, a fault on the second: the window ends with the table', oneFault(4, 510, 1)),
  story('T-C3', 'a fault at slot 9, two pages into the mapping: the window is 7 to 22', oneFault(100, 7, 2)),
  story('T-C4', 'old prefaults: one young entry, fifteen old ones', oneFault(64, 0, 5), { kernel: '7.2,prefault=old' }),
  story('T-C5', 'old prefaults, but one large folio covers the window: sixteen young', oneFault(64, 0, 5, 4), {
    kernel: '7.2,prefault=old',
  }),
];
