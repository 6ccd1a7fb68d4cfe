import { describe, expect, test } from 'vitest';
import { bugs, scenarios } from '../../src/generate/index.ts';
import { checkText, complaints } from './generated.ts';

/* The small scenarios as traces, judged under each design; and each planted bug found by a rule of its own. */

const designs = [
  '5.10',
  '6.1',
  '6.12',
  '7.2',
  '7.2,rmap=A0',
  '7.2,rmap=A3',
  '7.2,ptReclaim=R0',
  '7.2,ptReclaim=R1',
  '7.2,ptReclaim=R2',
  '7.2,prefault=old',
  '7.2,prefault=off',
  '7.2,vmaLock=none',
  '7.2,vmaLock=rwsem',
  '7.2,cow=mapcount',
  '7.2,cow=pagecount',
];

/** What a rule must say of a story; the others are silent. */
function expected(story: string, kernel: string): string[] {
  const early = kernel === '5.10' || kernel === '6.1';
  // The window that A2 was made for: data may be lost, certainly so for nobody.
  if (story === 'T-A1' && (early || kernel.includes('rmap=A0'))) return ['A8?'];
  // The sequence is written before the readers have left, where there is one.
  if (story === 'T-D5' && !early && !kernel.includes('vmaLock=none')) return ['D3', 'D7'];
  return [];
}

const stories = scenarios.filter((each) => each.story).map((each) => each.name);

describe.each(designs)('stories on %s', (kernel) => {
  test.each(stories)('%s', (scenario) => {
    expect(complaints(checkText({ scenario, kernel }))).toEqual(expected(scenario, kernel));
  });
});

test('T-B5 with the bug of 6.14-rc: the table is freed with an entry in it', () => {
  const found = complaints(checkText({ scenario: 'T-B5', kernel: '7.2,ptReclaim=R3bug' }));
  expect(found).toEqual(expect.arrayContaining(['B1', 'B6']));
});

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
