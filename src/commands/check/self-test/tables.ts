import type { Rows } from '../../../base/rows.ts';
import { bugs, scenarios } from '../../../generate/index.ts';
import { profileNames } from '../../../generate/profile.ts';
import type { Outcome, Runs } from './runs.ts';

/** What a person may choose of a self-test. */
export type Choice = Pick<Runs, 'seeds' | 'events' | 'vocabulary'>;

/** A self-test: its runs, what they say as a table, and which outcome is a failure. */
export interface SelfTest {
  runs(choice: Choice): readonly Runs[];
  rows(runs: readonly Runs[], outcomes: readonly Outcome[]): Rows;
  failed(outcome: Outcome): boolean;
}

/** Every planted bug: in how many runs it took place, in how many a rule of its own named it, and which rules. */
export const bugTest: SelfTest = {
  runs: (choice) => bugs.map(({ name, scenario, kernel }) => ({ ...choice, scenario, kernel: kernel ?? '7.2', bug: name })),
  rows: (_, outcomes) => ({
    columns: [
      { name: 'bug', kind: 'text' },
      { name: 'system', kind: 'text' },
      { name: 'breaks', kind: 'text' },
      { name: 'took_place', kind: 'integer' },
      { name: 'found', kind: 'integer' },
      { name: 'found_by', kind: 'text' },
      { name: 'first_event', kind: 'integer' },
      { name: 'missed_seeds', kind: 'text' },
    ],
    rows: bugs.map(({ name, system, rules }, i) => {
      const { tookPlace, found, violated, firstEvent, missed } = outcomes[i];
      return [name, system, rules.join(' '), tookPlace, found, told(violated), firstEvent, missed.join(' ')];
    }),
  }),
  failed: ({ missed }) => missed.length > 0,
};

/** Every scenario on every kernel without a bug: nothing may be violated. A story that is about a missing guard is none. */
export const soundTest: SelfTest = {
  runs: (choice) =>
    scenarios
      .filter(({ needs }) => needs?.lacks === undefined)
      .flatMap(({ name, story }) =>
        profileNames.map((kernel) => ({ ...choice, events: story ? null : choice.events, scenario: name, kernel, bug: null })),
      ),
  rows: (runs, outcomes) => ({
    columns: [
      { name: 'scenario', kind: 'text' },
      { name: 'kernel', kind: 'text' },
      { name: 'seeds', kind: 'integer' },
      { name: 'evaluations', kind: 'integer' },
      { name: 'possible', kind: 'text' },
      { name: 'violated', kind: 'text' },
    ],
    rows: runs.map(({ scenario, kernel, seeds }, i) => {
      const { evaluations, possible, violated } = outcomes[i];
      return [scenario, kernel, seeds, evaluations, told(possible), told(violated)];
    }),
  }),
  failed: ({ violated }) => violated.length > 0,
};

/** `A7 20, A8 3`: rules, and in how many runs. */
function told(rules: Outcome['violated']): string {
  return rules.map(([id, runs]) => `${id} ${runs}`).join(', ');
}
