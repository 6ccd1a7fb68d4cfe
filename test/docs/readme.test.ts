import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mmfold } from '../commands/captured.ts';
import { testFolder } from '../store/folder.ts';
import { examplesOf, notIn, words } from './fences.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const here = process.cwd();

beforeAll(() => {
  const folder = testFolder();
  symlinkSync(join(root, 'fixtures'), join(folder, 'fixtures'));
  process.chdir(folder);
});

afterAll(() => process.chdir(here));

describe('README.md', () => {
  const examples = examplesOf(read('README.md')).map((example) => ({ ...example, first: example.commands[0] }));
  const scripts = new Set(Object.keys(JSON.parse(read('package.json')).scripts));

  test.each(examples)('$first', async ({ commands, shown }) => {
    let output = '';
    for (const command of commands) {
      const [program, ...args] = words(command);
      if (program === 'mmfold') {
        const { code, out, err } = await mmfold(args);
        expect({ command, code, err: code === 0 ? '' : err }).toEqual({ command, code: args[1] === 'bug.db' ? 1 : 0, err: '' });
        output = out;
      } else if (program === 'npm') expect(scripts).toContain(args[0]);
      else expect(command).toBe("alias mmfold='npm start -s --'");
    }
    expect(notIn(output, shown ?? [])).toEqual([]);
  });
});

test.skipIf(!existsSync(join(root, 'dist', 'library.js')))('the program in README.md prints what is shown below it', () => {
  const [, program, shown] = /^```js\n(.*?)^```\n```text\n(.*?)^```/ms.exec(read('README.md')) ?? [];
  mkdirSync('node_modules');
  symlinkSync(root, join('node_modules', 'mmfold'));
  writeFileSync('scrub.mjs', program);
  expect(execFileSync(process.execPath, ['scrub.mjs'], { encoding: 'utf8' })).toBe(shown);
});

test('docs/replay-json.md shows real output', async () => {
  const [, example] = /^```json\n(.*?)^```/ms.exec(read('docs/replay-json.md')) ?? [];
  const { out } = await mmfold(['replay', 't.db', '--to', '@GT 32 BEGIN', '--pid', '3908', '--format', 'json']);
  const real = JSON.parse(out);
  const { mms, folios, ...top } = JSON.parse(example);
  const [{ vmas, ptes, tables, ...mm }] = mms;
  expect(real).toMatchObject(top);
  expect(real.mms[0]).toMatchObject(mm);
  expect(real.mms[0].vmas).toEqual(expect.arrayContaining(vmas));
  expect(real.mms[0].ptes).toEqual(expect.arrayContaining(ptes));
  expect(real.mms[0].tables).toMatchObject({ ...tables, pages: expect.arrayContaining(tables.pages) });
  expect(real.folios).toEqual(expect.arrayContaining(folios));
});

test('README.md names every page', () => {
  const named = [...read('README.md').matchAll(/\]\(docs\/([\w-]+\.md)\)/g)].map(([, page]) => page);
  expect([...new Set(named)].sort()).toEqual(readdirSync(join(root, 'docs')).sort());
});
