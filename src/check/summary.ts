import type { Case } from './case.ts';
import type { System } from './rule.ts';

/** How much of one system could be judged. */
export interface SystemShare {
  readonly system: System;
  readonly rules: number;
  /** Rules that were evaluated at least once. */
  readonly live: number;
  readonly evaluated: number;
  readonly skipped: number;
  readonly violated: number;
  readonly possible: number;
}

const systems: readonly System[] = ['A', 'B', 'C', 'D', 'E', 'shared'];

/** Evaluations by system, in the order of the systems. */
export function shares(cases: readonly Case[]): SystemShare[] {
  return systems.map((system) => {
    const of = cases.filter(({ rule }) => rule.system === system);
    const add = (count: (each: Case) => number): number => of.reduce((sum, each) => sum + count(each), 0);
    return {
      system,
      rules: of.length,
      live: of.filter((each) => each.evaluated > 0).length,
      evaluated: add((each) => each.evaluated),
      skipped: add((each) => each.missed),
      violated: add((each) => each.violated),
      possible: add((each) => each.possible),
    };
  });
}

/** Skipped evaluations by what was missing, the most frequent first. */
export function missing(cases: readonly Case[]): [input: string, times: number][] {
  const all = new Map<string, number>();
  for (const each of cases) for (const [input, n] of each.skipped) all.set(input, (all.get(input) ?? 0) + n);
  return [...all].sort((a, b) => b[1] - a[1]);
}
