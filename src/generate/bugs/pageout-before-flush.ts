import type { Bug } from '../guards.ts';

/** Reclaim writes a page whose put-off unmap is not flushed yet. */
export const pageoutBeforeFlush: Bug = {
  name: 'pageout-before-flush',
  system: 'A',
  scenario: 'reclaim',
  rules: ['A10'],
  removes: 'pageout-flushes-first',
};
