import type { Bug } from '../guards.ts';

/** A writer adds 0x80000000, which a refcount_t takes for saturated. */
export const countSaturates: Bug = {
  name: 'count-saturates',
  system: 'D',
  scenario: 'server',
  rules: ['D9'],
  removes: 'writer-uses-bit-30',
};
