import { reclaim } from '../ops/reclaim.ts';
import { startDaemon } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import { generation } from './generation.ts';

/** Many read faults on files, with files growing and shrinking meanwhile. */
export const faultAround: Scenario = {
  name: 'fault-around',
  about: 'read faults on mapped files of small and large folios, while files are truncated and pages reclaimed',
  story: false,
  setUp: (m) => {
    const small = m.newFile('/usr/bin/app', 200);
    const large = m.newFile('/usr/lib/libbig.so', 256, { order: 4 });
    const log = m.newFile('/var/log/messages', 24);
    const tmp = m.newFile('/dev/shm/ring', 64, { shmem: true });
    startDaemon(m, 'kswapd0', () => reclaim(m, 4 + m.prng.below(8)));
    const habit = {
      mix: { touch: 50, map: 10, unmap: 8, truncate: 6 },
      mappings: [
        { pages: 200, file: small, write: false, offset: 500 },
        { pages: 100, file: small, pgoff: 40, offset: 7 },
        { pages: 64, file: small, shared: true, offset: 480 },
        { pages: 256, file: large, write: false },
        { pages: 64, file: tmp, shared: true },
        { pages: 24, file: log, write: false },
      ],
      most: 6,
      writes: 2,
      run: 3,
    };
    return () => generation(m, 'app', 2, Math.max(1, Math.floor(m.options.tasks / 2)), habit);
  },
};
