import { VM_HUGEPAGE } from '../kernel/vma.ts';
import { collapse } from '../ops/collapse.ts';
import { startDaemon } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import { generation } from './generation.ts';

/** Transparent huge pages: faulted, split by partial unmaps and by fork, collapsed again. */
export const thp: Scenario = {
  name: 'thp',
  about: 'transparent huge pages: faulted in, split by partial unmaps and by forks, collapsed again',
  story: false,
  needs: { blocks: 1200 },
  setUp: (m) => {
    startDaemon(m, 'khugepaged', function* () {
      const full = [...m.mms].flatMap((mm) => [...mm.tables.values()].filter((t) => t.used === 512 && mm.users > 0));
      if (full.length === 0) return;
      const table = m.prng.pick(full);
      yield* collapse(m, table.mm, table.start);
    });
    const habit = {
      mix: { touch: 40, map: 4, unmap: 2, protect: 2, dontneed: 3, fork: 2 },
      mappings: [
        { pages: 1024, flags: VM_HUGEPAGE },
        { pages: 512, flags: VM_HUGEPAGE },
      ],
      most: 3,
      writes: 6,
      run: 12,
    };
    return () => generation(m, 'thp', 1, Math.max(1, Math.floor(m.options.tasks / 2)), habit);
  },
};
