import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFolder } from '../store/folder.ts';
import { mmfold, smallTrace } from './captured.ts';

const folder = testFolder();
const store = join(folder, 't.db');

beforeAll(async () => {
  writeFileSync(join(folder, 'trace.txt'), smallTrace);
  await mmfold(['import', join(folder, 'trace.txt'), '-o', store]);
});

describe('query', () => {
  test('answers SQL on the views', async () => {
    const { code, out } = await mmfold(['query', store, 'SELECT pfn, "order", page FROM mm_page_alloc', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([{ pfn: 0x37a08, order: 2, page: '0xffffea0000de8200' }]);
  });

  test('keeps integers exact, as strings beyond 2^53-1', async () => {
    const { out } = await mmfold([
      'query',
      store,
      'SELECT 9007199254740991 AS a, 9007199254740992 AS b, -9223372036854775807 - 1 AS c',
      '--format',
      'json',
    ]);
    expect(JSON.parse(out)).toEqual([{ a: 9007199254740991, b: '9007199254740992', c: '-9223372036854775808' }]);
  });

  test('gives columns of one name names of their own', async () => {
    const { out } = await mmfold(['query', store, 'SELECT 1 AS a, 2 AS a', '--format', 'jsonl']);
    expect(out).toBe('{"a":1,"a_2":2}\n');
  });

  test('reads the statement from stdin', async () => {
    expect(await mmfold(['query', store, '--format', 'csv'], 'SELECT count(*) AS n FROM event')).toMatchObject({
      code: 0,
      out: 'n\n6\n',
    });
    expect(await mmfold(['query', store, '-', '--format', 'csv'], 'SELECT 1 AS n')).toMatchObject({ code: 0, out: 'n\n1\n' });
  });

  test('writes to a file', async () => {
    const file = join(folder, 'answer.csv');
    expect(await mmfold(['query', store, 'SELECT 1 AS n', '--format', 'csv', '-o', file])).toMatchObject({ code: 0, out: '' });
    expect(readFileSync(file, 'utf8')).toBe('n\n1\n');
    expect(await mmfold(['query', store, 'SELECT 1', '-o', join(folder, 'no', 'file')])).toMatchObject({ code: 5 });
  });

  test.each([
    ['SELEC 1', /SQL: near "SELEC": syntax error/],
    ['SELECT pfm FROM mm_page_alloc', /SQL: no such column: pfm/],
    ['SELECT abs(-9223372036854775807 - 1)', /SQL: integer overflow/],
    ['DELETE FROM event', /query only reads/],
    ['CREATE TABLE mine (a)', /query only reads/],
    ['INSERT INTO marker VALUES (9) RETURNING seq', /query only reads/],
    ['PRAGMA user_version = 7', /query only reads/],
    ["VACUUM INTO 'copy.db'", /query only reads/],
    ["ATTACH 'other.db' AS other", /gives no rows/],
    ['SELECT 1; SELECT 2', /more than one statement/],
    ['', /there is no SQL/],
    ['/* nothing */', /SQL: /],
  ])('%s is refused in one sentence', async (sql, sentence) => {
    const before = readFileSync(store);
    const { code, out, err } = await mmfold(['query', store, sql]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(readFileSync(store).equals(before)).toBe(true);
  });

  test('says which formats there are', async () => {
    const result = await mmfold(['query', store, 'SELECT 1', '--format', 'xml']);
    expect(result).toMatchObject({ code: 2, err: "mmfold: there is no format 'xml': use table, json, jsonl, csv, arrow\n" });
  });

  test('says what is wrong with the store', async () => {
    expect(await mmfold(['query', join(folder, 'none.db'), 'SELECT 1'])).toMatchObject({ code: 3 });
    expect(await mmfold(['query', join(folder, 'trace.txt'), 'SELECT 1'])).toMatchObject({
      code: 3,
      err: expect.stringContaining('is not an mmfold store'),
    });
  });
});
