import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ColumnCursor } from '../../../src/base/columns/column-cursor.ts';
import { ColumnReader } from '../../../src/base/columns/column-reader.ts';
import { ColumnWriter } from '../../../src/base/columns/column-writer.ts';

const word = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.nat(300).map((n) => -(2 ** 47) + n * 64),
  fc.nat(1000).map((page) => 0x7f00_0000_0000 + page * 4096),
  fc.constantFrom(-1, 0, 2 ** 63, -(2 ** 63)),
);
const column = fc.oneof(
  fc.array(word),
  fc.array(fc.nat(255), { minLength: 20 }),
  fc.array(fc.nat(2 ** 20), { minLength: 20 }).map((steps) => steps.map((_, i) => 1_000_000 + i)),
  fc.array(
    fc.nat(2 ** 40).map((n) => n * 8),
    { minLength: 20 },
  ),
);

/** Nothing tells 0 from -0. */
const plain = (values: Iterable<number>): number[] => Array.from(values, (value) => value + 0);

test('columns come back as they were', () => {
  fc.assert(
    fc.property(
      fc.array(column, { maxLength: 5 }),
      fc.uint8Array(),
      fc.constantFrom('bytes', 'bits'),
      (columns, bytes, grain) => {
        const writer = new ColumnWriter(grain);
        for (const values of columns) writer.numbers(values);
        writer.raw(bytes);
        const reader = new ColumnReader(writer.take());
        for (const values of columns) expect(plain(reader.numbers())).toEqual(plain(values));
        expect([...reader.raw()]).toEqual([...bytes]);
        expect(reader.done).toBe(true);
      },
    ),
  );
});

test('the first numbers of a column are those of the whole, and the next column follows', () => {
  fc.assert(
    fc.property(column, fc.nat(40), fc.constantFrom('bytes', 'bits'), (values, count, grain) => {
      const writer = new ColumnWriter(grain);
      writer.numbers(values);
      writer.numbers([5, 6]);
      const reader = new ColumnReader(writer.take());
      expect(plain(reader.first(count))).toEqual(plain(values.slice(0, count)));
      expect([...reader.numbers()]).toEqual([5, 6]);
    }),
  );
});

test('a column is read little by little as it is at once', () => {
  fc.assert(
    fc.property(column, fc.array(fc.nat(9)), fc.constantFrom('bytes', 'bits'), (values, parts, grain) => {
      const writer = new ColumnWriter(grain);
      writer.numbers(values);
      const cursor = new ColumnCursor();
      new ColumnReader(writer.take()).open(cursor);
      const out = new Float64Array(values.length + 3);
      let at = 0;
      for (const part of [...parts, values.length]) {
        const some = Math.min(part, values.length - at);
        cursor.read(out, at + 3, some);
        at += some;
      }
      expect(plain(out.subarray(3))).toEqual(plain(values));
    }),
  );
});

test('columns are read from wherever their bytes begin', () => {
  const values = [1, 70_000, 3, 2 ** 33];
  for (const grain of ['bytes', 'bits'] as const) {
    const writer = new ColumnWriter(grain);
    writer.numbers(values);
    const tagged = Buffer.concat([Buffer.alloc(1), writer.take()]);
    expect([...new ColumnReader(tagged.subarray(1)).numbers()]).toEqual(values);
  }
});

test('a column takes no more room than the narrower of its offsets and its steps', () => {
  const taken = (values: readonly number[], grain: 'bytes' | 'bits') => {
    const writer = new ColumnWriter(grain);
    writer.numbers(values);
    return (writer.take().length - 32) / values.length;
  };
  const far = Array.from({ length: 64 }, (_, i) => ((i * 0x9e37) % 64) * 2 ** 41 + 1);
  const pages = Array.from({ length: 64 }, (_, i) => ((i * 7) % 64) * 4096);
  const ascending = Array.from({ length: 64 }, (_, i) => 2 ** 40 * i + (i % 3));
  const even = Array.from({ length: 64 }, (_, i) => 1000 + i * 17);
  expect([far, pages, ascending, even, [5, 5, 5, 5]].map((values) => taken(values, 'bytes'))).toEqual([6, 1, 1, 1, 0]);
  expect([far, pages, ascending, even, [5, 5, 5, 5]].map((values) => taken(values, 'bits'))).toEqual([6, 0.75, 0.25, 0.125, 0]);
});
