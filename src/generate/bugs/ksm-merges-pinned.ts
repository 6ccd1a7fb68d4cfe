import type { Bug } from '../guards.ts';

/** KSM merges a page that is pinned. */
export const ksmMergesPinned: Bug = {
  name: 'ksm-merges-pinned',
  system: 'E',
  scenario: 'pins',
  rules: ['E-I5'],
  removes: 'ksm-refuses-pinned',
};
