import type { Bug } from '../guards.ts';

/** Copy-on-write sets the new entry before the old translation is flushed. */
export const cowBeforeFlush: Bug = {
  name: 'cow-before-flush',
  system: 'A',
  scenario: 'fork-heavy',
  rules: ['A14'],
  removes: 'cow-flushes-first',
};
