import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFolder } from '../store/folder.ts';
import { smallTrace } from './captured.ts';

const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const folder = testFolder();
const store = join(folder, 't.db');

/** Only events, as many as it takes to be caught in the act. */
const event = smallTrace.split('\n').find((line) => line.includes('mm_page_free')) as string;

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
}

function mmfold(...args: string[]) {
  return spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
}

/** Starts an import from a pipe that does not end, and waits until it writes its store. */
async function importInTheAct(): Promise<{ child: ChildProcess; place: string }> {
  const place = mkdtempSync(join(folder, 'act-'));
  const child = start('import', '-', '-o', join(place, 'x.db'));
  child.stdin?.on('error', () => undefined);
  child.stdin?.write(`${event}\n`.repeat(40_000));
  for (let i = 0; i < 200 && readdirSync(place).length === 0; i++) await sleep(25);
  await sleep(100);
  return { child, place };
}

describe.skipIf(!existsSync(cli))('the process', () => {
  beforeAll(() => {
    writeFileSync(join(folder, 'trace.txt'), smallTrace);
    expect(mmfold('import', join(folder, 'trace.txt'), '-o', store)).toMatchObject({ status: 0, stderr: expect.any(String) });
  });

  test('reads a trace from stdin', () => {
    const result = spawnSync(process.execPath, [cli, 'import', '-', '-o', join(folder, 'stdin.db')], {
      input: smallTrace,
      encoding: 'utf8',
    });
    expect(result.status).toBe(0);
    expect(mmfold('query', join(folder, 'stdin.db'), 'SELECT count(*) AS n FROM event', '--format', 'csv').stdout).toBe('n\n6\n');
  });

  test('imports several traces side by side; one that fails keeps no other from its store', () => {
    const place = mkdtempSync(join(folder, 'many-'));
    const traces = ['a', 'b', 'c'].map((name) => join(place, `${name}.txt`));
    for (const trace of traces) writeFileSync(trace, smallTrace);
    writeFileSync(traces[1], 'Dear diary\n');
    const { status, stderr } = mmfold('import', ...traces, '-o', place);
    expect(status).toBe(3);
    expect(stderr).toMatch(/b\.txt: none of its 1 lines/);
    expect(stderr).toMatch(/a\.txt: events were lost in 1 gap/);
    expect(readdirSync(place).filter((name) => name.endsWith('.db'))).toEqual(['a.db', 'c.db']);
  });

  test('ends quietly when nobody reads on', async () => {
    const many = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000) SELECT i FROM n';
    const child = start('query', store, many);
    let err = '';
    child.stderr?.on('data', (chunk) => {
      err += chunk;
    });
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    child.stdout?.destroy();
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(err).toBe('');
  });

  test.skipIf(!existsSync('/dev/full'))('says so when the output is full', () => {
    const result = spawnSync(
      'sh',
      ['-c', `exec "$0" "$1" query "$2" 'SELECT * FROM trace' > /dev/full`, process.execPath, cli, store],
      { encoding: 'utf8' },
    );
    expect(result).toMatchObject({ status: 5, stderr: expect.stringMatching(/^mmfold: the output cannot be written/) });
  });

  test('a full disk ends an import with 5 and leaves no store', () => {
    const place = mkdtempSync(join(folder, 'full-'));
    writeFileSync(join(place, 'trace.txt'), `${event}\n`.repeat(60_000));
    const script = 'ulimit -f 1000; exec "$0" "$1" import "$2/trace.txt" -o "$2/x.db"';
    const result = spawnSync('bash', ['-c', script, process.execPath, cli, place], { encoding: 'utf8' });
    expect(result).toMatchObject({ status: 5, stderr: expect.stringMatching(/^mmfold: .*x\.db cannot be written[^\n]*\n$/) });
    expect(readdirSync(place)).toEqual(['trace.txt']);
  });

  test('Ctrl-C ends an import that waits for its input with 130 and leaves no store', async () => {
    const { child, place } = await importInTheAct();
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(readdirSync(place)).toEqual([]);
  });

  test('an order that no page has does not keep the check busy for ever', () => {
    const place = mkdtempSync(join(folder, 'order-'));
    writeFileSync(join(place, 'trace.txt'), smallTrace.replaceAll(/order=\d+/g, 'order=40'));
    expect(mmfold('import', join(place, 'trace.txt'), '-o', join(place, 'x.db')).status).toBe(0);
    const result = spawnSync(process.execPath, [cli, 'check', join(place, 'x.db')], { encoding: 'utf8', timeout: 20_000 });
    expect(result.status).toBe(0);
  }, 30_000);

  test('Ctrl-C ends an import whose input has not begun', async () => {
    const place = mkdtempSync(join(folder, 'early-'));
    const child = start('import', '-', '-o', join(place, 'x.db'));
    for (let i = 0; i < 200 && readdirSync(place).length === 0; i++) await sleep(25);
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(readdirSync(place)).toEqual([]);
  });

  test('a killed import leaves only a file that says it is incomplete', async () => {
    const { child, place } = await importInTheAct();
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(existsSync(join(place, 'x.db'))).toBe(false);
    for (const left of readdirSync(place)) {
      const result = mmfold('info', join(place, left));
      expect(result).toMatchObject({ status: 3, stderr: expect.stringContaining('is incomplete') });
    }
  });
});
