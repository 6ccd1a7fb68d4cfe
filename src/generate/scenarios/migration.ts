import { migrate } from '../ops/migrate.ts';
import { startDaemon } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import { generation } from './generation.ts';

/** Compaction moves pages under running programs. */
export const migration: Scenario = {
  name: 'migration',
  about: 'compaction moves anonymous and file pages while programs fault, fork and unmap',
  story: false,
  setUp: (m) => {
    const file = m.newFile('/srv/blob', 64);
    startDaemon(m, 'kcompactd0', function* () {
      const movable = [...m.lru].filter((f) => f.order === 0 && f.swapEntry === 0).slice(0, 64);
      for (let i = 0; i < 4 && movable.length > 0; i++) {
        const folio = m.prng.pick(movable);
        if (!folio.freed && folio.lru && m.lru.has(folio)) yield* migrate(m, folio);
      }
    });
    const habit = {
      mix: { touch: 50, map: 5, unmap: 3, protect: 2, fork: 4, dontneed: 3 },
      mappings: [{ pages: 48 }, { pages: 64, file, shared: true }, { pages: 32, file }],
      most: 5,
      writes: 5,
      run: 6,
    };
    return () => generation(m, 'mover', 2, Math.max(1, Math.floor(m.options.tasks / 2)), habit);
  },
};
