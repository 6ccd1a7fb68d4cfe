import type { Bench, BenchCase, Row } from '../bench.ts';
import type { Input } from '../parts/input.ts';
import { type Cost, median, probe } from '../parts/measure.ts';
import { beside } from '../parts/row.ts';

interface Parsed {
  readonly lines: number;
  readonly parsing: Cost;
  readonly scanning: Cost;
}

interface ReadPlainly {
  readonly lines: number;
  readonly watch: Cost;
}

/**
 * The parser alone, beside a loop that only counts newlines and beside readline with regular expressions; of generated
 * text one size, as the rate does not depend on it.
 */
export const parserCase: BenchCase = {
  name: 'parser',
  async *run(bench) {
    for (const input of bench.generated.slice(0, 1)) yield* measure(bench, input, ['>= 0.25', '>= 4']);
    for (const input of bench.captures) yield* measure(bench, input, [null, null]);
  },
};

function* measure(bench: Bench, input: Input, [scanWanted, plainWanted]: readonly (string | null)[]): Generator<Row> {
  const parsed: Parsed[] = [];
  const plain: ReadPlainly[] = [];
  for (let run = 0; run < bench.runs; run++) {
    parsed.push(probe<Parsed>('parse', input.path));
    plain.push(probe<ReadPlainly>('readline', input.path));
  }
  const rate = (time: 'seconds' | 'cpuSeconds') => ({
    parser: median(parsed.map(({ lines, parsing }) => lines / parsing[time])),
    scan: median(parsed.map(({ lines, scanning }) => lines / scanning[time])),
    plain: median(plain.map(({ lines, watch }) => lines / watch[time])),
  });
  const wall = rate('seconds');
  const cpu = rate('cpuSeconds');
  yield {
    what: 'parser alone',
    input: input.name,
    against: 'speed of counting newlines',
    ratio: wall.parser / wall.scan,
    cpuRatio: cpu.parser / cpu.scan,
    wanted: scanWanted,
    figures: beside(rateText(wall.parser), rateText(wall.scan)),
  };
  yield {
    what: 'parser alone',
    input: input.name,
    against: 'speed of readline and regex',
    ratio: wall.parser / wall.plain,
    cpuRatio: cpu.parser / cpu.plain,
    wanted: plainWanted,
    figures: beside(rateText(wall.parser), rateText(wall.plain)),
  };
}

function rateText(linesPerSecond: number): string {
  return `${(linesPerSecond / 1e6).toFixed(2)} M lines/s`;
}
