import type { Bug } from '../guards.ts';

/** Zapped pages are given back while CPUs can still use their translations. */
export const freeBeforeFlush: Bug = {
  name: 'free-before-flush',
  system: 'A',
  scenario: 'server',
  rules: ['A3'],
  removes: 'zap-flushes-before-free',
};
