import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase } from '../bench.ts';
import { median } from '../parts/measure.ts';
import { cli } from '../parts/paths.ts';

/** Starts of one kind that are measured for each run asked for. */
const startsPerRun = 5;

/** What `--help` and `info` take more than Node itself: milliseconds, as a ratio to what they may take. */
export const startupCase: BenchCase = {
  name: 'startup',
  async *run(bench) {
    const store = join(bench.folder, 'startup.db');
    bench.mmfold('import', bench.generated[0].path, '--no-fold', '-o', store);
    const starts = {
      node: { args: ['-e', '0'], milliseconds: [] as number[] },
      '--help': { args: [cli, '--help'], milliseconds: [] as number[] },
      info: { args: [cli, 'info', store], milliseconds: [] as number[] },
    };
    for (let n = 0; n < bench.runs * startsPerRun; n++) {
      for (const start of Object.values(starts)) {
        const begin = performance.now();
        spawnSync(process.execPath, start.args, { stdio: 'ignore' });
        start.milliseconds.push(performance.now() - begin);
      }
    }
    rmSync(store);
    const bare = median(starts.node.milliseconds);
    for (const [what, most] of [
      ['--help', 25],
      ['info', 80],
    ] as const) {
      const more = median(starts[what].milliseconds) - bare;
      yield {
        what: `${what} beyond node -e 0`,
        input: 'start',
        against: `${most} ms`,
        ratio: more / most,
        cpuRatio: null,
        wanted: '<= 1',
        figures: `${more.toFixed(0)} ms, node itself ${bare.toFixed(0)} ms`,
      };
    }
  },
};
