import { bugs } from '../../../generate/index.ts';
import type { Vocabulary } from '../../../generate/print.ts';
import { type CheckedTrace, checkGenerated } from '../generated.ts';

/** Runs that are one row of a self-test: one scenario on one kernel, with the seeds 1 to `seeds`. */
export interface Runs {
  readonly scenario: string;
  readonly kernel: string;
  /** The planted bug; null for a sound kernel. */
  readonly bug: string | null;
  readonly seeds: number;
  /** Length of each trace; null for the usual one. */
  readonly events: number | null;
  readonly vocabulary: Vocabulary;
}

/** What came of them. */
export interface Outcome {
  /** Runs in which the bug took place; those among them in which a rule of its own named it, and the seeds of the others. */
  readonly tookPlace: number;
  readonly found: number;
  readonly missed: readonly number[];
  /** The event that was named in the first run that found it. */
  readonly firstEvent: number | null;
  /** Rules that were violated, and that were possibly so: in how many runs, the most frequent first. */
  readonly violated: readonly (readonly [rule: string, runs: number])[];
  readonly possible: readonly (readonly [rule: string, runs: number])[];
  readonly evaluations: number;
}

/** Does them one after the other. With a bug, only runs in which it took place count. */
export function doRuns({ scenario, kernel, bug, seeds, events, vocabulary }: Runs): Outcome {
  const own = new Set(bugs.find((each) => each.name === bug)?.rules);
  const violated = new Map<string, number>();
  const possible = new Map<string, number>();
  const missed: number[] = [];
  let [tookPlace, found, evaluations] = [0, 0, 0];
  let firstEvent: number | null = null;
  for (let seed = 1; seed <= seeds; seed++) {
    const options = { scenario, kernel, seed, vocabulary, ...(bug !== null && { bug }), ...(events !== null && { events }) };
    const run = checked(options);
    if (bug !== null && !run.tookPlace) continue;
    tookPlace++;
    for (const { rule, violated: broken, possible: perhaps, evaluated } of run.result.cases) {
      evaluations += evaluated;
      if (broken > 0) violated.set(rule.id, (violated.get(rule.id) ?? 0) + 1);
      if (perhaps > 0) possible.set(rule.id, (possible.get(rule.id) ?? 0) + 1);
    }
    if (bug === null) continue;
    const named = run.result.violations.find((each) => each.status === 'violated' && own.has(each.rule.id));
    if (named) {
      found++;
      firstEvent ??= named.seq;
    } else missed.push(seed);
  }
  return { tookPlace, found, missed, firstEvent, violated: ranked(violated), possible: ranked(possible), evaluations };
}

/** Checks one run; the simulated kernel's own assertions are told with the run they are about. */
function checked(options: Parameters<typeof checkGenerated>[0]): CheckedTrace {
  try {
    return checkGenerated(options);
  } catch (error) {
    throw new Error(`${JSON.stringify(options)}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

function ranked(runs: ReadonlyMap<string, number>): (readonly [string, number])[] {
  return [...runs].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
