import { afterEach, expect, test, vi } from 'vitest';
import { type Guard, guards } from '../../src/generate/guards.ts';
import { bugs, generate } from '../../src/generate/index.ts';
import { Machine } from '../../src/generate/machine.ts';

/*
 * If the code of a guard were lost, would any test notice? The runs here are some of those of sound kernels that
 * protocols.test.ts and test/check/workloads.test.ts make: with the guard gone for good, one of them must end in an assertion.
 */

afterEach(() => vi.restoreAllMocks());

const kernels = ['5.10', '6.1', '6.12', '7.0'];

/** Runs of sound kernels in the scenarios that a guard matters in; the short ones first. */
function* runs(guard: Guard) {
  for (const { scenario } of bugs.filter((bug) => bug.removes === guard)) {
    for (let seed = 1; seed <= 200; seed++)
      yield { scenario, kernel: kernels[seed % kernels.length], seed, events: 600, vocabulary: 'stock' as const };
    for (const seed of [1, 2, 3])
      yield { scenario, kernel: '7.0,prefault=old', seed, events: 2500, vocabulary: 'stock' as const };
    for (const kernel of ['5.10', '6.1', '6.12', '7.2']) for (const seed of [1, 2]) yield { scenario, kernel, seed };
  }
}

test.each(Object.keys(guards) as Guard[])('a kernel that lost %s is noticed', (lost) => {
  vi.spyOn(Machine.prototype, 'holds').mockImplementation((guard) => guard !== lost);
  const ends = () => {
    for (const run of runs(lost)) for (const _ of generate(run).text);
  };
  expect(ends).toThrow(/the simulated kernel broke|deadlock/);
});
