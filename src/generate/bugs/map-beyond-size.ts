import type { Bug } from '../guards.ts';

/** Fault-around maps pages behind the end of a file that is being truncated. */
export const mapBeyondSize: Bug = {
  name: 'map-beyond-size',
  system: 'C',
  scenario: 'fault-around',
  rules: ['C4'],
  removes: 'map-stays-in-file',
};
