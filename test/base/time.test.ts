import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { formatTime, parseDuration, parseMoment } from '../../src/base/time.ts';

describe('a T', () => {
  test.each([
    ['102', { kind: 'time', ns: 102_000_000_000n }],
    ['102.3', { kind: 'time', ns: 102_300_000_000n }],
    ['102.345678901', { kind: 'time', ns: 102_345_678_901n }],
    ['9007199254.740993001', { kind: 'time', ns: 9_007_199_254_740_993_001n }],
    ['1500ns', { kind: 'time', ns: 1500n }],
    ['1500us', { kind: 'time', ns: 1_500_000n }],
    ['1500ms', { kind: 'time', ns: 1_500_000_000n }],
    ['1500s', { kind: 'time', ns: 1_500_000_000_000n }],
    ['+1.5ms', { kind: 'offset', ns: 1_500_000n }],
    ['+2', { kind: 'offset', ns: 2_000_000_000n }],
    ['start', { kind: 'start' }],
    ['end', { kind: 'end' }],
    ['#123', { kind: 'event', seq: 123 }],
    ['@GT 13 BEGIN', { kind: 'marker', text: 'GT 13 BEGIN', nth: 1 }],
    ['@OP~2', { kind: 'marker', text: 'OP', nth: 2 }],
    ['@a~b', { kind: 'marker', text: 'a~b', nth: 1 }],
  ])('%s', (text, moment) => {
    expect(parseMoment(text)).toEqual(moment);
  });

  test.each(['', '@', '#', '#x', '#1.5', '-1', '1.', '.5', '1e3', '1.5h', '+', '+start', '@x~0', '12:30', '0x10', ' 1'])(
    "'%s' is refused with a sentence that says what to write",
    (text) => {
      expect(() => parseMoment(text)).toThrow(UsageError);
      expect(() => parseMoment(text)).toThrow(/is no time: write 102\.345/);
    },
  );
});

test('what is finer than a nanosecond is cut off', () => {
  expect(parseDuration('1.9999999999')).toBe(1_999_999_999n);
  expect(parseDuration('1.9ns')).toBe(1n);
});

test('times are printed with nine digits', () => {
  expect(formatTime(59_094_715_000n)).toBe('59.094715000');
  expect(formatTime(5n)).toBe('0.000000005');
  expect(formatTime(-1_500_000_000n)).toBe('-1.500000000');
});
