import type { Bug } from '../guards.ts';

/** A VMA is freed while a reader still has it. */
export const vmaFreedUnderReader: Bug = {
  name: 'vma-freed-under-reader',
  system: 'D',
  scenario: 'server',
  rules: ['D4', 'D10'],
  removes: 'detach-waits-for-readers',
};
