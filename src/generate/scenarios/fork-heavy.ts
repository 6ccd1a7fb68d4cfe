import type { Scenario } from '../scenario.ts';
import { generation } from './generation.ts';

/** Processes that fork all the time, with copy-on-write on both sides. */
export const forkHeavy: Scenario = {
  name: 'fork-heavy',
  about: 'processes that fork all the time; parents and children write to what they share',
  story: false,
  setUp: (m) => {
    const file = m.newFile('/usr/lib/libshell.so', 48);
    const habit = {
      mix: { touch: 30, map: 4, unmap: 2, protect: 3, fork: 8 },
      mappings: [{ pages: 24 }, { pages: 12 }, { pages: 48, file }],
      most: 4,
      writes: 6,
      run: 6,
      childOps: 8,
    };
    return () => generation(m, 'shell', Math.max(1, Math.floor(m.options.tasks / 2)), 1, habit);
  },
};
