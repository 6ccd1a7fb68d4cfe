import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mmfold } from '../commands/captured.ts';

const captures = join(import.meta.dirname, '..', '..', '..', 'shared', 'traces', 'captures');

interface Row {
  readonly kernel: number;
  readonly matched: number;
  readonly extra: number;
}

/** Larger captures than fit in the repository; skipped where there are none beside it, or no xz. */
const ready = existsSync(captures) && spawnSync('xz', ['--version']).status === 0;

describe.skipIf(!ready)('captures beside the repository', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(['7.2/tiny-mthp', '6.12/special2'])('%s: what is replayed is what the kernel had', async (name) => {
    const [store, result] = ['db', 'json'].map((kind) => join(folder, `${name.replace('/', '-')}.${kind}`));
    expect((await mmfold(['import', join(captures, name, 'trace.txt.gz'), '-o', store])).code).toBe(0);
    const snapshots = join(folder, `${name.replace('/', '-')}.gt`);
    mkdirSync(snapshots);
    expect(spawnSync('tar', ['-xJf', join(captures, name, 'gt.tar.xz'), '-C', snapshots, '--strip-components=1']).status).toBe(0);
    const { code } = await mmfold(['audit', store, '--snapshots', snapshots, '--format', 'json', '-o', result]);
    const document = JSON.parse(readFileSync(result, 'utf8')) as { wrong_observed: number; total: Record<string, Row> };
    expect([code, document.wrong_observed]).toEqual([0, 0]);
    for (const comparison of ['vma', 'pte', 'swap', 'pte-table', 'empty-table', 'mapcount']) {
      const { kernel, matched, extra } = document.total[comparison];
      expect({ comparison, matched, extra }).toEqual({ comparison, matched: kernel, extra: 0 });
    }
  });
});
