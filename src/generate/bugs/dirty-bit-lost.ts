import type { Bug } from '../guards.ts';

/** A zap forgets to move the dirty bit of an entry to the folio. */
export const dirtyBitLost: Bug = {
  name: 'dirty-bit-lost',
  system: 'A',
  scenario: 'server',
  rules: ['A9'],
  removes: 'zap-moves-dirty',
};
