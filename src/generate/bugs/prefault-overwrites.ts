import type { Bug } from '../guards.ts';

/** Fault-around overwrites an entry that is there. */
export const prefaultOverwrites: Bug = {
  name: 'prefault-overwrites',
  system: 'C',
  scenario: 'fault-around',
  rules: ['C2'],
  removes: 'prefault-skips-present',
};
