import type { Bug } from '../guards.ts';

/** munmap frees page tables that an rmap walk can still reach. */
export const tablesFreedBeforeRmap: Bug = {
  name: 'tables-freed-before-rmap',
  system: 'B',
  scenario: 'server',
  rules: ['B7'],
  removes: 'rmap-unlinks-first',
};
