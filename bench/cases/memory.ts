import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase } from '../bench.ts';
import { medianCost } from '../parts/measure.ts';
import { beside } from '../parts/row.ts';

/** Peak memory of an import of the largest text beside that of the smallest. */
export const memoryCase: BenchCase = {
  name: 'memory',
  async *run(bench) {
    const smallest = bench.generated[0];
    const largest = bench.generated[bench.generated.length - 1];
    if (smallest === largest) return bench.skip('memory is compared between two sizes of generated text');
    const store = join(bench.folder, 'memory.db');
    const peak = (path: string) =>
      medianCost(Array.from({ length: bench.runs }, () => bench.mmfold('import', path, '--no-fold', '--force', '-o', store)))
        .megabytes ?? 0;
    const [small, large] = [peak(smallest.path), peak(largest.path)];
    rmSync(store);
    yield {
      what: 'peak memory of import --no-fold',
      input: largest.name,
      against: `that of ${smallest.name}`,
      ratio: large / small,
      cpuRatio: null,
      wanted: '<= 1.5',
      figures: beside(`${Math.round(large)} MB`, `${Math.round(small)} MB`),
    };
    yield {
      what: 'peak memory of import --no-fold',
      input: largest.name,
      against: '350 MB',
      ratio: large / 350,
      cpuRatio: null,
      wanted: '<= 1',
      figures: `${Math.round(large)} MB`,
    };
  },
};
