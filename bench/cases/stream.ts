import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase, Row } from '../bench.ts';
import { type Cost, costOfFedNode, probe } from '../parts/measure.ts';
import { cli } from '../parts/paths.ts';
import { beside } from '../parts/row.ts';
import { type Figures, seekRows } from './fold.ts';

/** Random moments that are sought. */
const seeks = 200;

/** A text too long to keep: imported as it is made, without and with fold, then looked at; and the time of an event beside that in a short one. */
export const streamCase: BenchCase = {
  name: 'stream',
  async *run(bench) {
    if (bench.stream === null) return bench.skip('no --stream: nothing is streamed');
    const store = join(bench.folder, 'stream.db');
    const imported = (lines: number, ...more: readonly string[]) =>
      costOfFedNode(lines, [cli, 'import', '-', '--force', '-o', store, ...more]);
    const short = Math.min(bench.stream, 5_000_000);
    const input = { name: `streamed ${bench.stream / 1e6}M` };
    for (const more of [['--no-fold'], []]) {
      const few = imported(short, ...more);
      const many = imported(bench.stream, ...more);
      yield* importRows(input.name, ['import', ...more].join(' '), [short, few], [bench.stream, many]);
    }
    const info = bench.mmfold('info', store).seconds * 1000;
    yield told(
      'info',
      input.name,
      '350 ms',
      info / 350,
      `${info.toFixed(0)} ms; the store has ${Math.round(statSync(store).size / 1e6)} MB`,
    );
    yield* seekRows(input, probe<Figures>('seek', store, String(seeks), 'only'));
    rmSync(store);
  },
};

type Import = readonly [lines: number, cost: Cost];

function* importRows(name: string, what: string, [few, short]: Import, [many, long]: Import): Generator<Row> {
  const each = [long.seconds / many, short.seconds / few];
  const [slow, fast] = each.map((seconds) => `${(seconds * 1e6).toFixed(2)} us an event`);
  yield told(what, name, `an event of ${few / 1e6}M`, each[0] / each[1], beside(slow, fast));
  const [large, small] = [long.megabytes ?? 0, short.megabytes ?? 0];
  const figures = beside(`${Math.round(large)} MB`, `${Math.round(small)} MB`);
  const wanted = what.endsWith('--no-fold') ? '<= 1' : null;
  yield { ...told(`peak memory of ${what}`, name, '350 MB', large / 350, figures), wanted };
}

function told(what: string, input: string, against: string, ratio: number, figures: string): Row {
  return { what, input, against, ratio, cpuRatio: null, wanted: null, figures };
}
