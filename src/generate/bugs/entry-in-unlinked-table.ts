import type { Bug } from '../guards.ts';

/** A fault that waited for the page-table lock writes into a table that was unlinked meanwhile. */
export const entryInUnlinkedTable: Bug = {
  name: 'entry-in-unlinked-table',
  system: 'B',
  scenario: 'allocator',
  rules: ['B2'],
  removes: 'lock-rechecks-pmd',
};
