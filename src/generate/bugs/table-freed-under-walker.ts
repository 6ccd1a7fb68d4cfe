import type { Bug } from '../guards.ts';

/** A table page is given back while GUP-fast is inside it. */
export const tableFreedUnderWalker: Bug = {
  name: 'table-freed-under-walker',
  system: 'B',
  scenario: 'pins',
  rules: ['B3'],
  removes: 'tables-wait-for-rcu',
  events: 160_000,
};
