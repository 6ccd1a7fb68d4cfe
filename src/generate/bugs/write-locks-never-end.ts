import type { Bug } from '../guards.ts';

/** Releasing mmap_lock sometimes does not end the write locks of the VMAs. */
export const writeLocksNeverEnd: Bug = {
  name: 'write-locks-never-end',
  system: 'D',
  scenario: 'server',
  rules: ['D8'],
  removes: 'unlock-ends-vma-writes',
};
