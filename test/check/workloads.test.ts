import { describe, expect, test } from 'vitest';
import { bugs, scenarios } from '../../src/generate/index.ts';
import { checkText, complaints } from './generated.ts';

/* Workloads judged on each kernel, and each planted bug found by a rule of its own; the stories: test/scenarios. */

describe('planted bugs', () => {
  test.each(bugs.map((bug) => [bug.name, bug] as const))(
    '%s is found by a rule of its own',
    (name, bug) => {
      for (let seed = 1; seed <= 20; seed++) {
        const result = checkText({ scenario: bug.scenario, bug: name, seed, kernel: bug.kernel ?? '7.2' });
        if (!result.tookPlace) continue;
        const violated = result.cases.filter((each) => each.violated > 0).map((each) => each.rule.id);
        expect(violated.some((id) => bug.rules.includes(id))).toBe(true);
        return;
      }
      expect.unreachable('the bug did not take place in twenty runs');
    },
    120_000,
  );
});

const workloads = scenarios.filter((each) => !each.story).map((each) => each.name);

describe.each(workloads)('%s without a bug', (scenario) => {
  test.each(['5.10', '6.1', '6.12', '7.2'])('on %s: nothing is violated', (kernel) => {
    for (const seed of [1, 2])
      expect(complaints(checkText({ scenario, kernel, seed })).filter((id) => !id.endsWith('?'))).toEqual([]);
  });
});
