import type { Bug } from '../guards.ts';

/** The mapping of a dirty file page is uncounted before its TLB flush: writeback may pass by a CPU that still writes. */
export const rmapBeforeFlush: Bug = {
  name: 'rmap-before-flush',
  system: 'A',
  scenario: 'reclaim',
  rules: ['A7', 'A8'],
  removes: 'zap-delays-rmap',
};
