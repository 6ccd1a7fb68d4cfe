import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Io } from '../../src/commands/parts/io.ts';
import { run } from '../../src/program.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

/** What audit's JSON says of one comparison. */
interface Compared {
  readonly kernel: number;
  readonly matched: number;
  readonly extra: number;
  readonly certainty: { readonly matched: { readonly observed?: number } };
}

interface Document {
  readonly wrong_observed: number;
  readonly total: Readonly<Record<string, Compared>>;
  readonly markers: readonly unknown[];
}

const quiet: Io = { stdout: { write: () => {} }, warn: () => {}, screen: null, readStdin: async () => '' };

/** Imports a fixture and audits it, as the command line does. */
async function audit(name: string, folder: string): Promise<{ code: number; document: Document }> {
  const store = join(folder, `${name}.db`);
  const result = join(folder, `${name}.json`);
  expect(await run(['import', join(fixtures, name, 'trace.txt.gz'), '-o', store], quiet)).toBe(0);
  const snapshots = join(fixtures, name, 'snapshots.tar.br');
  const code = await run(['audit', store, '--snapshots', snapshots, '--format', 'json', '-o', result], quiet);
  return { code, document: JSON.parse(readFileSync(result, 'utf8')) };
}

describe('the replay equals the kernel', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const everywhere = [
    ...['vma', 'pte', 'swap', 'pte-table', 'empty-table', 'table-bytes', 'rss anon', 'rss file+shmem', 'rss swap', 'mapcount'],
  ];
  test.each([
    ['tiny-6.1', everywhere],
    ['tiny-6.12', [...everywhere, 'mm_lock_seq']],
    ['tiny-7.2', [...everywhere, 'mm_lock_seq', 'vm_lock_seq']],
  ])('on %s, at all 61 markers and in all 70 processes', async (name, exact) => {
    const { code, document } = await audit(name, folder);
    expect([code, document.wrong_observed]).toEqual([0, 0]);
    expect(document.markers.length).toBe(70);
    for (const comparison of exact) {
      const { kernel, matched, extra, certainty } = document.total[comparison];
      expect({ comparison, matched, extra }).toEqual({ comparison, matched: kernel, extra: 0 });
      expect((certainty.matched.observed ?? 0) / matched, `${comparison} observed`).toBeGreaterThanOrEqual(0.95);
    }
  });

  test('on stock tracepoints alone, it calls nothing observed that is wrong', async () => {
    const { code, document } = await audit('tiny-plain-7.2', folder);
    expect(document.wrong_observed).toBe(0);
    expect(code).toBe(0);
  });
});
