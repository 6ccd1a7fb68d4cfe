import type { Bug } from '../guards.ts';

/** Fault-around makes private entries writable. */
export const prefaultWritable: Bug = {
  name: 'prefault-writable',
  system: 'C',
  scenario: 'fault-around',
  rules: ['C6'],
  removes: 'prefault-is-read-only',
};
