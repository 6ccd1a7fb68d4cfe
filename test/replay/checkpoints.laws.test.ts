import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kernelProfiles } from '../../src/models/kernel-profile.ts';
import { chooseKernel } from '../../src/replay/choose-kernel.ts';
import { Fold } from '../../src/replay/fold.ts';
import { Session } from '../../src/replay/session.ts';
import { learnPages, type ReplaySource } from '../../src/replay/source.ts';
import { folded, readTrace, stateText } from './memory.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');
const names = ['tiny-6.1', 'tiny-6.12', 'tiny-7.2', 'tiny-plain-7.2'];

/** Folds events from the first on, and gives the state at each of the moments, which ascend. */
function wholeStates(source: ReplaySource, moments: readonly number[]): string[] {
  const kernel = chooseKernel(source.dictionary.shapes) ?? kernelProfiles[kernelProfiles.length - 1];
  const fold = new Fold(source.dictionary, kernel, learnPages(source));
  return moments.map((seq) => {
    for (const batch of source.batches(fold.seq + 1, seq + 1)) fold.apply(batch, seq);
    return stateText(fold.world, fold.lacking, seq);
  });
}

/** Numbers that look random and are the same in every run. */
function momentsOf(source: ReplaySource, n: number): number[] {
  const moments = fc.sample(fc.integer({ min: 1, max: source.lastSeq }), { numRuns: n, seed: 20_01 });
  return [...new Set(moments)].sort((a, b) => a - b);
}

describe.each(names)('%s', (name) => {
  test('the state by checkpoint is the state by a whole fold, at random moments, forward and backward', async () => {
    const source = await readTrace(join(fixtures, name, 'trace.txt.gz'));
    const from = folded(source, 1500, 500);
    expect(from.checkpoints).toBeGreaterThan(5);
    const moments = momentsOf(source, 12);
    const whole = wholeStates(source, moments);
    const forward = new Session(from);
    for (const [i, seq] of moments.entries()) {
      forward.seek(seq);
      expect(stateText(forward.world, forward.lacking, seq) === whole[i], `event ${seq}, going forward`).toBe(true);
    }
    const backward = new Session(from);
    for (const [i, seq] of [...moments.entries()].reverse()) {
      backward.seek(seq);
      expect(stateText(backward.world, backward.lacking, seq) === whole[i], `event ${seq}, going back`).toBe(true);
    }
  }, 60_000);
});
