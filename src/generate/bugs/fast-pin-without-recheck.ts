import type { Bug } from '../guards.ts';

/** GUP-fast does not look again after it took its reference. */
export const fastPinWithoutRecheck: Bug = {
  name: 'fast-pin-without-recheck',
  system: 'E',
  scenario: 'pins',
  rules: ['E-I13', 'E-I6'],
  removes: 'fast-pin-rechecks',
};
