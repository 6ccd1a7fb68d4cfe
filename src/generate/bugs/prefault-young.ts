import type { Bug } from '../guards.ts';

/** Entries that nobody asked for are young although the architecture wants them old. */
export const prefaultYoung: Bug = {
  name: 'prefault-young',
  system: 'C',
  scenario: 'fault-around',
  rules: ['C3'],
  removes: 'prefault-obeys-arch',
  kernel: '7.0,prefault=old',
};
