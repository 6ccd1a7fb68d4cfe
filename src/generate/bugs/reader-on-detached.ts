import type { Bug } from '../guards.ts';

/** A reader raises the count of a VMA that is detached. */
export const readerOnDetached: Bug = {
  name: 'reader-on-detached',
  system: 'D',
  scenario: 'server',
  rules: ['D5'],
  removes: 'detached-refuses-readers',
};
