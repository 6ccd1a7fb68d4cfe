import { describe, expect, test } from 'vitest';
import { Numbers } from '../../src/ingest/numbers.ts';
import { DECIMAL, DIGIT_OR_HEX, HEX, POINTER, UNSIGNED } from '../../src/ingest/shape-program.ts';
import { SLACK, Window } from '../../src/ingest/window.ts';

/** What a text reads as: the exact word and how many characters it took, or null. */
function read(code: number, text: string): [bigint, number] | null {
  const window = new Window();
  window.open(Buffer.concat([Buffer.from(`${text}\n`), Buffer.alloc(SLACK)]));
  const numbers = new Numbers(window);
  const value = numbers.read(code, 0);
  return Number.isNaN(value) ? null : [numbers.exact ?? BigInt(value), numbers.at];
}

describe('numbers that print back as they stand', () => {
  test.each([
    [HEX, '0', 0n],
    [HEX, '1f', 0x1fn],
    [HEX, 'ffffffff', 0xffffffffn],
    [HEX, '100000000', 0x100000000n],
    [HEX, '7fffe79c5738', 0x7fffe79c5738n],
    [HEX, 'fffffffffffff', 0xfffffffffffffn],
    [HEX, '123456789abcdef', 0x123456789abcdefn],
    [HEX, 'ffff888005848180', -0x777ffa7b7e80n],
    [HEX, '8000000000000001', -(2n ** 63n) + 1n],
    [POINTER, '0000000000000000', 0n],
    [POINTER, 'ffffffffffffffff', -1n],
    [POINTER, '1234567890123456', 0x1234567890123456n],
    [DECIMAL, '0', 0n],
    [DECIMAL, '-12', -12n],
    [DECIMAL, '9007199254740993', 9007199254740993n],
    [DECIMAL, '-9223372036854775808', -(2n ** 63n)],
    [UNSIGNED, '18446744073709551615', -1n],
    [UNSIGNED, '9223372036854775808', -(2n ** 63n)],
    [UNSIGNED, '7', 7n],
    [DIGIT_OR_HEX, '9', 9n],
    [DIGIT_OR_HEX, '0xa', 10n],
  ])('code %i: %s', (code, text, word) => {
    expect(read(code, text)).toEqual([word, text.length]);
  });

  test.each([
    [HEX, ''],
    [HEX, '01'],
    [HEX, 'A'],
    [HEX, '12345678123456789'],
    [POINTER, 'ffff88800584818'],
    [POINTER, 'ffff8880058481801'],
    [POINTER, 'ffff88800584818x'],
    [POINTER, 'FFFF888005848180'],
    [DECIMAL, ''],
    [DECIMAL, '-'],
    [DECIMAL, '-0'],
    [DECIMAL, '007'],
    [DECIMAL, '9223372036854775808'],
    [DECIMAL, '-9223372036854775809'],
    [UNSIGNED, '-1'],
    [UNSIGNED, '01'],
    [UNSIGNED, '18446744073709551616'],
    [DIGIT_OR_HEX, '0x9'],
    [DIGIT_OR_HEX, 'a'],
  ])('code %i does not take %s', (code, text) => {
    expect(read(code, text)).toBeNull();
  });
});
