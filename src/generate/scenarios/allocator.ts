import type { Scenario } from '../scenario.ts';
import { generation } from './generation.ts';

/** A memory allocator that keeps its address space and gives pages back with MADV_DONTNEED. */
export const allocator: Scenario = {
  name: 'allocator',
  about: 'an allocator that keeps its address space and gives pages back with MADV_DONTNEED, whole tables at a time',
  story: false,
  setUp: (m) => {
    const habit = {
      mix: { touch: 40, map: 2, unmap: 1, dontneed: 10 },
      mappings: [{ pages: 2048 }, { pages: 1024 }],
      most: 3,
      writes: 7,
      run: 24,
      wholeTables: true,
    };
    return () => generation(m, 'alloc', 1, Math.max(2, m.options.tasks), habit);
  },
};
