import type { Bug } from '../guards.ts';

/** A fault waits for mmap_lock while it holds a VMA lock. */
export const readerWaitsForMmapLock: Bug = {
  name: 'reader-waits-for-mmap-lock',
  system: 'D',
  scenario: 'server',
  rules: ['D12'],
  removes: 'reader-drops-before-wait',
};
