import type { Bug } from '../guards.ts';

/** A fault gives the VMA lock back before it sets its entry. */
export const entryWithoutLock: Bug = {
  name: 'entry-without-lock',
  system: 'B',
  scenario: 'server',
  rules: ['B5'],
  removes: 'fault-keeps-lock',
};
