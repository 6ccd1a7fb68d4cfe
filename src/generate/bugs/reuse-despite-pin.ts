import type { Bug } from '../guards.ts';

/** A write fault reuses a page that another process refers to. */
export const reuseDespitePin: Bug = {
  name: 'reuse-despite-pin',
  system: 'E',
  scenario: 'pins',
  rules: ['E-I14'],
  removes: 'reuse-asks-references',
};
