import type { Bug } from '../guards.ts';

/** Fault-around goes past the end of its window. */
export const windowTooLong: Bug = {
  name: 'window-too-long',
  system: 'C',
  scenario: 'fault-around',
  rules: ['C1'],
  removes: 'window-ends-at-table',
};
