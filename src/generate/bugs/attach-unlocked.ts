import type { Bug } from '../guards.ts';

/** A new VMA is attached without being write-locked. */
export const attachUnlocked: Bug = {
  name: 'attach-unlocked',
  system: 'D',
  scenario: 'server',
  rules: ['D6'],
  removes: 'attach-is-write-locked',
};
