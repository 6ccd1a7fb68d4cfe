import type { Bug } from '../guards.ts';

/** vm_lock_seq is written while readers still hold the VMA. */
export const sequenceTooEarly: Bug = {
  name: 'sequence-too-early',
  system: 'D',
  scenario: 'server',
  rules: ['D3', 'D7'],
  removes: 'seq-after-drain',
};
