import type { Bug } from '../guards.ts';

/** A mapping is uncounted twice. */
export const rmapDroppedTwice: Bug = {
  name: 'rmap-dropped-twice',
  system: 'A',
  scenario: 'server',
  rules: ['A1'],
  removes: 'free-drops-rmap-once',
};
