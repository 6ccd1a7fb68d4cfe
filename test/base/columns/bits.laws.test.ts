import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOffsets, wordsFor, writeBits } from '../../../src/base/columns/bits.ts';

test('numbers of any width come back from their bits', () => {
  const given = fc
    .integer({ min: 1, max: 32 })
    .chain((width) => fc.tuple(fc.constant(width), fc.array(fc.integer({ min: 0, max: 2 ** width - 1 }), { minLength: 1 })));
  fc.assert(
    fc.property(given, ([width, numbers]) => {
      const words = new Uint32Array(wordsFor(numbers.length, width));
      writeBits(words, width, numbers.length, Uint32Array.from(numbers));
      const back = new Float64Array(numbers.length);
      readOffsets(words, width, 0, numbers.length, 7, 2, back, 0);
      expect([...back]).toEqual(numbers.map((number) => 7 + number * 2));
    }),
  );
});
