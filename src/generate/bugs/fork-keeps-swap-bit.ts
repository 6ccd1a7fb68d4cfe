import type { Bug } from '../guards.ts';

/** fork shares a swap entry that stays marked exclusive. */
export const forkKeepsSwapBit: Bug = {
  name: 'fork-keeps-swap-bit',
  system: 'E',
  scenario: 'reclaim',
  rules: ['E-I9'],
  removes: 'fork-clears-swap-bit',
};
