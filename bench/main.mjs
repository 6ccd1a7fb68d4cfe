// Measures mmfold beside what the machine can do with the same bytes and rows: npm run bench [-- COPIES]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repeatTrace } from './repeat-trace.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const capture = join(here, '..', 'fixtures', 'tiny-7.2', 'trace.txt.gz');
const copies = Number(process.argv[2] ?? 20);
const folder = mkdtempSync(join(tmpdir(), 'mmfold-bench-'));

try {
  const trace = join(folder, 'trace.txt');
  const store = join(folder, 't.db');
  const lines = repeatTrace(capture, trace, copies);
  process.stdout.write(`tiny-7.2 ${copies} times: ${lines} lines, ${megabytes(trace)} MB\n\n`);
  const scan = timed(() => countNewlines(trace));
  print('newline scan', scan, lines);
  print('import', mmfold('import', trace, '-o', store), lines, scan);
  const rows = sqliteImport(store);
  if (rows) print('sqlite3 .import of the event table', rows, lines, scan);
  print('info', mmfold('info', store), lines, scan);
  print('replay to the end', mmfold('replay', store, '--format', 'json', '-o', join(folder, 'state.json')), lines, scan);
  print('count by SQL', mmfold('query', store, 'SELECT shape, count(*) FROM event GROUP BY shape'), lines, scan);
  process.stdout.write(`\nstore: ${megabytes(store)} MB\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function print(what, { seconds, megabytes: peak }, count, base) {
  const ratio = base ? `${(seconds / base.seconds).toFixed(1)} x scan` : '';
  const rate = `${Math.round(count / seconds / 1000)} k lines/s`;
  const memory = peak ? `${Math.round(peak)} MB peak` : '';
  process.stdout.write(
    `${what.padEnd(36)} ${seconds.toFixed(2).padStart(7)} s  ${rate.padStart(16)}  ${ratio.padStart(14)}  ${memory}\n`,
  );
}

function mmfold(...args) {
  const result = JSON.parse(execFileSync(process.execPath, [join(here, 'child.mjs'), ...args], { encoding: 'utf8' }));
  if (result.code !== 0) throw new Error(`mmfold ${args.join(' ')} ended with ${result.code}`);
  return result;
}

function countNewlines(path) {
  const bytes = readFileSync(path);
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

/** The shell's own import of the same rows from CSV; null where there is no sqlite3 shell. */
function sqliteImport(store) {
  const csv = join(folder, 'event.csv');
  const dump = spawnSync('sqlite3', ['-csv', store, 'SELECT * FROM event'], { maxBuffer: 2 ** 31 - 1 });
  if (dump.error || dump.status !== 0) return null;
  writeFileSync(csv, dump.stdout);
  const [{ sql }] = JSON.parse(
    execFileSync('sqlite3', ['-json', store, "SELECT sql FROM sqlite_schema WHERE name = 'event'"], { encoding: 'utf8' }),
  );
  const target = join(folder, 'plain.db');
  return timed(() => execFileSync('sqlite3', [target], { input: `${sql};\n.mode csv\n.import ${csv} event\n` }));
}

function timed(act) {
  const begin = performance.now();
  act();
  return { seconds: (performance.now() - begin) / 1000 };
}

function megabytes(path) {
  return Math.round(statSync(path).size / 1e6);
}
