import type { Bug } from '../guards.ts';

/** A read-only pin takes a page that may be shared. */
export const pinWithoutUnshare: Bug = {
  name: 'pin-without-unshare',
  system: 'E',
  scenario: 'pins',
  rules: ['E-I6'],
  removes: 'pin-unshares',
};
