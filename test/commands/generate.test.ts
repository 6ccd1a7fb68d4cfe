import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mmfold } from './captured.ts';

const dir = mkdtempSync(join(tmpdir(), 'mmfold-generate-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('generate into a store', () => {
  const store = join(dir, 'thp.db');
  const run = ['generate', 'thp', '--seed', '3', '--events', '2000'];

  test('holds the events that the text holds, and leaves no text behind', async () => {
    const text = join(dir, 'thp.txt');
    await mmfold([...run, '-o', text]);
    const lines = readFileSync(text, 'latin1').split('\n');
    const events = lines.filter((line) => line !== '' && !line.startsWith('#')).length;
    expect((await mmfold([...run, '-o', store])).code).toBe(0);
    const { out } = await mmfold(['query', store, 'SELECT count(*) AS n FROM event', '--format', 'json']);
    expect(JSON.parse(out)).toEqual([{ n: events }]);
    expect(existsSync(`${store}.trace.txt`)).toBe(false);
  });

  test('does not replace what is there', async () => {
    expect(await mmfold([...run, '-o', store])).toMatchObject({ code: 2, err: expect.stringContaining('exists') });
  });
});
