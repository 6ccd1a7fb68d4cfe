import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli, run } from './setup.mjs';

const trace = join('fixtures', 'tiny-7.2', 'trace.txt.gz');
const moment = '@GT 13 BEGIN';
const pid = '3908';

/** Shows the two halves at work on a real capture: what is in it, and the address space at one of its markers. */
export function demo() {
  const folder = join(tmpdir(), `mmfold-demo-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const store = join(folder, 'tiny-7.2.db');
  const steps = [
    ['import', trace, '-o', store, '--force'],
    ['info', store],
    ['replay', store, '--to', moment, '--pid', pid],
  ];
  for (const step of steps) {
    process.stdout.write(`\n$ ${shown(step)}\n`);
    const status = run(process.execPath, [cli, ...step], { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) return status;
  }
  process.stdout.write(nextSteps(store));
  return 0;
}

function nextSteps(store) {
  const say = (...args) => `  npm start -s -- ${args.map(quoted).join(' ')}\n`;
  return (
    '\nThe store is an ordinary SQLite file. Try next:\n' +
    say('replay', store, '--to', '@GT 13 BEGIN', '--pid', pid, '--show', 'pte', '--addr', '0x401000') +
    say('replay', store, '--to', 'end', '--format', 'json') +
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
