import type { Bug } from '../guards.ts';

/** Two faults each link a table for the same 2 MiB. */
export const doubleLink: Bug = {
  name: 'double-link',
  system: 'B',
  scenario: 'allocator',
  rules: ['B4'],
  removes: 'install-rechecks-pmd',
};
