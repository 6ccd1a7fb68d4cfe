import { expect, test } from 'vitest';
import { rowsBetween } from '../../src/replay/interval.ts';

test('the more there is to restore, the fewer rows are left to fold, but always some', () => {
  const rows = [0, 300_000, 600_000, 1_500_000, 50_000_000].map((entries) => rowsBetween(40_000, entries));
  expect(rows).toEqual([40_000, 32_000, 24_000, 24_000, 24_000]);
});
