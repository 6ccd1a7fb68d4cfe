import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rows } from '../../src/base/rows.ts';
import { type FormatName, findFormat, formats } from '../../src/output/index.ts';

const columns = [
  { name: 'seq', kind: 'integer' },
  { name: 'text', kind: 'text' },
  { name: 'any', kind: 'any' },
] as const;

const rowsArbitrary = fc.array(
  fc.tuple(
    fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.nat(), fc.constant(null)),
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(null)),
    fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.constant(null)),
  ),
  { maxLength: 20 },
);

async function written(name: FormatName, rows: Rows): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await findFormat(name)?.write(rows, { write: (chunk) => void chunks.push(Buffer.from(chunk)) });
  return Buffer.concat(chunks);
}

/** A value as JSON has it. */
function asJson(value: unknown): unknown {
  const safe = typeof value !== 'bigint' || Number.isSafeInteger(Number(value));
  return typeof value === 'bigint' ? (safe ? Number(value) : value.toString()) : value;
}

describe('all formats carry the same rows', () => {
  test('json and jsonl, keyed by column name, integers beyond 2^53-1 as strings', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async (rows) => {
        const expected = rows.map(([seq, text, any]) => ({ seq: asJson(seq), text, any: asJson(any) }));
        expect(JSON.parse(String(await written('json', { columns, rows })))).toEqual(expected);
        const lines = String(await written('jsonl', { columns, rows }))
          .split('\n')
          .slice(0, -1);
        expect(lines.map((line) => JSON.parse(line))).toEqual(expected);
      }),
    );
  });

  test('arrow, with int64 exact', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, async (rows) => {
        const table = tableFromIPC(await written('arrow', { columns, rows }));
        const read = table.toArray().map((row) => [row.seq, row.text, row.any]);
        const whole = (value: unknown) => (typeof value === 'number' ? BigInt(value) : value);
        expect(read).toEqual(rows.map(([seq, text, any]) => [whole(seq), text, whole(any)]));
      }),
      { numRuns: 30 },
    );
  });

  test('arrow, over several record batches', async () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => [i, i % 3 === 0 ? null : `t${i}`, BigInt(i)]);
    const table = tableFromIPC(await written('arrow', { columns, rows }));
    expect(table.numRows).toBe(40_000);
    expect(table.get(39_999)?.toJSON()).toEqual({ seq: 39_999n, text: null, any: 39_999n });
  });
});

test('csv quotes what must be, and tells NULL from an empty text', async () => {
  const rows = [
    [1, 'a "b", c\n', null],
    [-1n, '', 2n ** 63n - 1n],
  ];
  expect(String(await written('csv', { columns, rows }))).toBe('seq,text,any\n1,"a ""b"", c\n",\n-1,"",9223372036854775807\n');
});

test('a table is aligned: numbers right, text left, unknown a dash', async () => {
  const rows = [
    [1, 'python3.11', 10n],
    [1000, 'a\nb', null],
  ];
  expect(String(await written('table', { columns, rows }))).toBe(
    [' seq  text        any', '   1  python3.11   10', '1000  a\\nb          -', ''].join('\n'),
  );
});

test.each(formats.map(({ name }) => name))('%s writes an answer without rows', async (name) => {
  const bytes = await written(name, { columns, rows: [] });
  expect(name === 'jsonl' ? bytes.length === 0 : bytes.length > 0).toBe(true);
});
