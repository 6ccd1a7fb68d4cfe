import type { Bug } from '../guards.ts';

/** Swap-in makes an entry writable though others share the page. */
export const writableWithoutExclusive: Bug = {
  name: 'writable-without-exclusive',
  system: 'E',
  scenario: 'reclaim',
  rules: ['E-I3'],
  removes: 'swapin-asks-exclusive',
};
