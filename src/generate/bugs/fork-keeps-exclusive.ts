import type { Bug } from '../guards.ts';

/** fork shares a page that stays marked exclusive. */
export const forkKeepsExclusive: Bug = {
  name: 'fork-keeps-exclusive',
  system: 'E',
  scenario: 'fork-heavy',
  rules: ['E-I2'],
  removes: 'fork-clears-exclusive',
};
