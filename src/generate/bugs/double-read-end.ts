import type { Bug } from '../guards.ts';

/** A fault that gave the VMA lock back gives it back again. */
export const doubleReadEnd: Bug = {
  name: 'double-read-end',
  system: 'D',
  scenario: 'server',
  rules: ['D13'],
  removes: 'fault-ends-lock-once',
};
