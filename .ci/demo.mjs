import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, root } from './setup.mjs';

const trace = join('fixtures', 'tiny-7.2', 'trace.txt.gz');
const moment = '@GT 13 BEGIN';
const pid = '3908';

/** Shows the two halves at work on a real capture: what is in it, and the address space at one of its markers. */
export function demo() {
  const folder = join(tmpdir(), `mmfold-demo-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = join(folder, 'tiny-7.2.db');
  const steps = [
    { args: ['import', trace, '-o', store, '--force'] },
    { args: ['info', store], maxLines: 40 },
    { args: ['replay', store, '--to', moment, '--pid', pid] },
  ];
  for (const { args, maxLines } of steps) {
    process.stdout.write(`\n$ ${shown(args)}\n`);
    const { status, stdout, error } = spawnSync(process.execPath, [cli, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    process.stdout.write(firstLines(String(stdout ?? ''), maxLines));
    if (error) process.stderr.write(`${error.message}\n`);
    if (status !== 0) return status ?? 1;
  }
  process.stdout.write(nextSteps(store));
  return 0;
}

function firstLines(text, count = Number.POSITIVE_INFINITY) {
  const lines = text.split('\n');
  if (lines.length <= count + 1) return text;
  return `${lines.slice(0, count).join('\n')}\n  ... and ${lines.length - 1 - count} lines more\n`;
}

function nextSteps(store) {
  const say = (...args) => `  npm start -s -- ${args.map(quoted).join(' ')}\n`;
  return (
    '\nThe store is an ordinary SQLite file. Try next:\n' +
    say('replay', store, '--to', '@GT 13 BEGIN', '--pid', pid, '--show', 'pte', '--addr', '0x401000') +
    say('replay', store, '--to', 'end', '--format', 'json') +
    say('audit', store, '--snapshots', join('fixtures', 'tiny-7.2', 'snapshots.tar.br')) +
    say('query', store, 'SELECT seq, pfn, "order" FROM mm_page_alloc LIMIT 5') +
    say('--help')
  );
}

function shown(args) {
  return ['mmfold', ...args].map(quoted).join(' ');
}

function quoted(arg) {
  return /^[\w./@=:+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}
