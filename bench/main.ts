import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Row } from './bench.ts';
import { benchCases } from './cases/index.ts';
import { capture, generate, type Input } from './parts/input.ts';
import { costOfNode } from './parts/measure.ts';
import { cli, resultsFolder } from './parts/paths.ts';
import { rowText, tableHead } from './parts/table.ts';

const usage = `npm run bench -- [options]
  --full            5 and 20 million lines, 5 runs; otherwise a size that only shows that it works
  --lines N[,N...]  these numbers of generated lines, ascending
  --runs N          measure everything so often; medians count
  --stream N        stream so many lines into an import, without a file of the text (100000000 takes seven minutes)
  --trace PATH      a real trace too, plain or gzip; may be given again
  --case NAME       only this case (${benchCases.map((each) => each.name).join(', ')}); may be given again
  --folder PATH     where files of the run go (default: the system's folder for such)
  --json PATH       where the results go as JSON (default: bench/results/DATE.json)
`;

const { values: given } = parseArgs({
  options: {
    help: { type: 'boolean' },
    full: { type: 'boolean', default: false },
    lines: { type: 'string' },
    runs: { type: 'string' },
    stream: { type: 'string' },
    trace: { type: 'string', multiple: true, default: [] },
    case: { type: 'string', multiple: true },
    folder: { type: 'string', default: tmpdir() },
    json: { type: 'string' },
  },
});
if (given.help) process.stdout.write(usage);
else await main();

async function main(): Promise<void> {
  const lines = (given.lines ?? (given.full ? '5000000,20000000' : '20000,80000')).split(',').map(Number);
  const runs = Number(given.runs ?? (given.full ? 5 : 1));
  const folder = mkdtempSync(join(given.folder, 'mmfold-bench-'));
  try {
    const generated = lines.map((count) => generate(folder, count));
    const bench: Bench = {
      runs,
      folder,
      generated,
      captures: await captures(folder),
      mmfold: (...args) => costOfNode([cli, ...args]),
      stream: given.stream === undefined ? null : Number(given.stream),
      skip: (why) => void process.stdout.write(`skipped: ${why}\n`),
    };
    const rows = await runCases(bench);
    writeJson({ date: new Date().toISOString(), machine: machine(), lines, runs, rows });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function captures(folder: string): Promise<readonly Input[]> {
  const found: Input[] = [];
  for (const path of given.trace) {
    const input = await capture(folder, path);
    if (input) found.push(input);
    else process.stdout.write(`skipped: there is no trace ${path}\n`);
  }
  return found;
}

async function runCases(bench: Bench): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const judged = given.full || given.lines !== undefined;
  process.stdout.write(`${machine()}, ${bench.runs} runs\n\n${tableHead}\n`);
  for (const { name, run } of benchCases) {
    if (given.case && !given.case.includes(name)) continue;
    for await (const row of run(bench)) {
      rows.push(row);
      process.stdout.write(`${rowText(row, judged)}\n`);
    }
  }
  return rows;
}

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${availableParallelism()} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

function writeJson(results: object): void {
  const path = given.json ?? join(resultsFolder, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(`\n${path}\n`);
}
