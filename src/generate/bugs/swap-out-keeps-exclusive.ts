import type { Bug } from '../guards.ts';

/** Swap-out leaves the exclusive flag on the page. */
export const swapOutKeepsExclusive: Bug = {
  name: 'swap-out-keeps-exclusive',
  system: 'E',
  scenario: 'reclaim',
  rules: ['E-I8'],
  removes: 'swapout-clears-exclusive',
};
