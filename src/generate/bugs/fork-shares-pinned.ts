import type { Bug } from '../guards.ts';

/** fork shares a pinned page and takes its exclusive flag. */
export const forkSharesPinned: Bug = {
  name: 'fork-shares-pinned',
  system: 'E',
  scenario: 'pins',
  rules: ['E-I5'],
  removes: 'fork-copies-pinned',
};
