import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlockIndex } from '../../src/models/stock/block-index.ts';

test('every block is found where it was put, however many come and go', () => {
  const number = fc.oneof(
    fc.nat(400),
    fc.nat(100).map((n) => 2 ** 36 + n),
  );
  fc.assert(
    fc.property(fc.array(number, { minLength: 600, maxLength: 2000, size: 'max' }), (numbers) => {
      const index = new BlockIndex();
      const naive = new Map<number, number>();
      for (const [i, each] of numbers.entries()) {
        if (naive.has(each)) {
          index.delete(each);
          naive.delete(each);
        } else {
          index.add(each, i + 1);
          naive.set(each, i + 1);
        }
      }
      for (const each of numbers) expect(index.get(each)).toBe(naive.get(each) ?? 0);
    }),
    { numRuns: 40 },
  );
});
