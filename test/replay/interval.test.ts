import { expect, test } from 'vitest';
import { rowsBetween } from '../../src/replay/interval.ts';

test('the more there is to restore, the fewer rows are left to fold, but always some', () => {
  const rows = [0, 1_000_000, 2_000_000, 4_000_000, 50_000_000].map((entries) => rowsBetween(80_000, entries));
  expect(rows).toEqual([80_000, 60_000, 40_000, 36_000, 36_000]);
});
