import { expect, test } from 'vitest';
import { doRuns } from '../../src/commands/check/self-test/runs.ts';
import { soundTest } from '../../src/commands/check/self-test/tables.ts';
import { mmfold } from '../commands/captured.ts';
import { checkText, complaints } from './generated.ts';

const usual = { events: null, vocabulary: 'full' } as const;

test('a bug is named in each run in which it took place, also by the page that the fault asked for', () => {
  const outcome = doRuns({ ...usual, scenario: 'fault-around', kernel: '7.2', bug: 'map-beyond-size', seeds: 7 });
  expect(outcome.tookPlace).toBeGreaterThan(0);
  expect(outcome).toMatchObject({ found: outcome.tookPlace, missed: [] });
  expect(outcome.violated[0]).toEqual(['C4', outcome.tookPlace]);
});

test('a sound kernel is accused of nothing, but A0 of its window', () => {
  const run = { ...usual, kernel: '6.1', bug: null, seeds: 1 };
  expect(doRuns({ ...run, scenario: 'T-A1' })).toMatchObject({ violated: [], possible: [['A8', 1]], found: 0, firstEvent: null });
  expect(doRuns({ ...run, scenario: 'server', events: 500 })).toMatchObject({ violated: [], possible: [] });
});

test('every scenario is run on every kernel, but the story of a missing guard', () => {
  const runs = soundTest.runs({ ...usual, seeds: 3 });
  expect(runs).toHaveLength(37 * 5);
  expect(runs.some(({ scenario }) => scenario === 'T-D5')).toBe(false);
});

test.each([
  [['check', '--bugs', '--seeds', '0'], /--seeds wants a number of runs, not '0'/],
  [['check', '--sound', '--events', 'many'], /--events wants a number of events, not 'many'/],
])('a number that is none is refused: %s', async (argv, said) => {
  const { code, err } = await mmfold(argv);
  expect([code, err]).toEqual([2, expect.stringMatching(said)]);
});

test('a trace that ends before fork has told one of its steps is not judged by what fork must have done', () => {
  expect(doRuns({ ...usual, scenario: 'reclaim', kernel: '7.2', bug: null, seeds: 1, events: 6000 })).toMatchObject({
    violated: [],
  });
  expect(complaints(checkText({ scenario: 'reclaim', kernel: '7.2', seed: 98, events: 6000 }))).toEqual([]);
});
