import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenarios } from '../../src/generate/index.ts';
import { mmfold } from '../commands/captured.ts';
import { besideStory, tracePath } from './story-files.ts';

/* What a person sees of a story: its trace imported as any other, and the state at its marker. */

describe('the state of a story at its result', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(scenarios.filter((each) => each.story))('$name is that of its golden file', async ({ name }) => {
    const store = join(folder, `${name}.db`);
    expect(await mmfold(['import', tracePath(name), '-o', store])).toMatchObject({ code: 0, err: '' });
    const { code, out } = await mmfold(['replay', store, '--to', '@BEGIN result', '--show', 'vma,pte,vma-lock,mmap-lock']);
    expect(code).toBe(0);
    await expect(out).toMatchFileSnapshot(besideStory(name, 'state.txt'));
  });
});
