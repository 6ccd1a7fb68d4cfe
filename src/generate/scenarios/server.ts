import type { Scenario } from '../scenario.ts';
import { generation } from './generation.ts';

/** A thread pool: threads fault while others map, unmap and protect. */
export const server: Scenario = {
  name: 'server',
  about: 'a server with a pool of threads that fault while others map, unmap and protect',
  story: false,
  setUp: (m) => {
    const config = m.newFile('/srv/data', 64);
    const queue = m.newFile('/dev/shm/queue', 32, { shmem: true });
    const habit = {
      mix: { touch: 60, map: 12, unmap: 8, protect: 8, dontneed: 6 },
      mappings: [
        { pages: 64 },
        { pages: 16 },
        { pages: 64, file: config, write: false },
        { pages: 32, file: config, shared: true },
        { pages: 32, file: queue, shared: true },
      ],
      most: 10,
      writes: 5,
      run: 4,
    };
    return () => generation(m, 'server', 1, Math.max(2, m.options.tasks), habit);
  },
};
