import type { Bug } from '../guards.ts';

/** The bug of 6.14-rc: a table is freed although the lock was dropped midway and another thread has refilled it. */
export const tableFreedNonEmpty: Bug = {
  name: 'table-freed-non-empty',
  system: 'B',
  scenario: 'allocator',
  rules: ['B1', 'B6'],
  removes: 'reclaim-rescans',
  kernel: '7.0,ptReclaim=R3bug',
};
