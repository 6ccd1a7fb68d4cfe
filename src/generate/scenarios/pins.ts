import { VM_MERGEABLE } from '../kernel/vma.ts';
import { findCandidates, merge } from '../ops/ksm.ts';
import { reclaim } from '../ops/reclaim.ts';
import { startDaemon } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import { generation } from './generation.ts';

/** Long pins, as RDMA takes them, while the process forks and KSM merges. */
export const pins: Scenario = {
  name: 'pins',
  about: 'long-term pins as RDMA takes them, while the process forks, KSM merges and reclaim swaps',
  story: false,
  setUp: (m) => {
    startDaemon(m, 'ksmd', function* () {
      const found = findCandidates(m, 400);
      if (found.length < 2) return;
      const into = found.find((c) => c.folio.kind === 'ksm') ?? m.prng.pick(found);
      const one = m.prng.pick(found.filter((c) => c.folio.kind === 'anon'));
      if (one !== undefined && one.folio !== into.folio) yield* merge(m, one, into);
    });
    startDaemon(m, 'kswapd0', () => reclaim(m, 4 + m.prng.below(8)));
    const habit = {
      mix: { touch: 40, map: 4, unmap: 4, protect: 3, fork: 3, pin: 12, dontneed: 8 },
      mappings: [{ pages: 24, flags: VM_MERGEABLE }, { pages: 32 }, { pages: 1024 }],
      most: 4,
      writes: 5,
      run: 6,
      childOps: 8,
      wholeTables: true,
    };
    return () => generation(m, 'rdma', Math.max(1, Math.floor(m.options.tasks / 2)), 2, habit);
  },
};
