import { reclaim as shrink } from '../ops/reclaim.ts';
import { writeFile } from '../ops/writeback.ts';
import { startDaemon } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import { generation } from './generation.ts';

/** Reclaim under pressure: swap, writeback of shared file pages, second looks at young entries. */
export const reclaim: Scenario = {
  name: 'reclaim',
  about: 'reclaim under pressure: pages are swapped out and in, shared file pages are cleaned and written',
  story: false,
  setUp: (m) => {
    const file = m.newFile('/var/db/data', 96);
    startDaemon(m, 'kswapd0', () => shrink(m, 8 + m.prng.below(24)));
    startDaemon(m, 'kworker/u8:1', () => writeFile(m, file, 1 + m.prng.below(8)));
    const habit = {
      mix: { touch: 60, map: 4, unmap: 3, dontneed: 4, fork: 2 },
      mappings: [{ pages: 64 }, { pages: 96, file, shared: true }, { pages: 48, file }],
      most: 5,
      writes: 4,
      run: 8,
    };
    return () => generation(m, 'db', 2, Math.max(1, Math.floor(m.options.tasks / 2)), habit);
  },
};
