import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventBatch } from '../../src/events/batch.ts';
import { kernelProfiles } from '../../src/models/kernel-profile.ts';
import { chooseKernel } from '../../src/replay/choose-kernel.ts';
import { Fold } from '../../src/replay/fold.ts';
import { type Derived, Session } from '../../src/replay/session.ts';
import { learnPages, type ReplaySource } from '../../src/replay/source.ts';
import { folded, oneEvent, readTrace, sourceOf, stateText } from './memory.ts';

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

  test('where room is scarce fewer tables are written whole, and the answers are the same', async () => {
    const source = await readTrace(join(fixtures, name, 'trace.txt.gz'));
    const [ample, scarce] = [0, 1].map((taken) => folded(source, 500, 250, taken));
    expect(scarce.checkpoints).toBe(ample.checkpoints);
    const [often, seldom] = [ample, scarce].map(({ pieces }) => pieces.filter(({ previous }) => previous === 0).length);
    expect(seldom).toBeLessThan(often);
    const moments = momentsOf(source, 4);
    const whole = wholeStates(source, moments);
    const session = new Session(scarce);
    for (const [i, seq] of [...moments.entries()].reverse()) {
      session.seek(seq);
      expect(stateText(session.world, session.lacking, seq) === whole[i], `event ${seq}`).toBe(true);
    }
  }, 60_000);

  test('without checkpoints, without facts or without both the answers are the same', async () => {
    const source = await readTrace(join(fixtures, name, 'trace.txt.gz'));
    const { derived, ...from } = folded(source, 3000, 1000);
    const moments = momentsOf(source, 3);
    const whole = wholeStates(source, moments);
    const fewer: (Derived | null)[] = [
      { ...derived, checkpoint: () => null, checkpointBefore: () => 0 },
      { ...derived, blocks: () => [] },
      null,
    ];
    for (const left of fewer) {
      const session = new Session({ ...from, derived: left });
      for (const [i, seq] of [...moments.entries()].reverse()) {
        session.seek(seq);
        expect(stateText(session.world, session.lacking, seq) === whole[i], `event ${seq}`).toBe(true);
      }
    }
  }, 60_000);

  test('a question about one process gets the same answer when the others are left out', async () => {
    const source = await readTrace(join(fixtures, name, 'trace.txt.gz'));
    const from = folded(source, 1500, 500);
    const all = new Session(from);
    const narrow = new Session(from);
    for (const seq of momentsOf(source, 12)) {
      const view = all.seek(seq);
      const mms = view.mms().filter(({ pids }) => pids.length > 0);
      if (mms.length === 0) continue;
      const { mm, pids } = mms[seq % mms.length];
      const expected = stateText(all.world, all.lacking, seq, mm);
      narrow.seek(seq, { pid: pids[0] });
      expect(stateText(narrow.world, narrow.lacking, seq, mm) === expected, `event ${seq}, pid ${pids[0]}`).toBe(true);
    }
  }, 60_000);
});

test('events that are dropped or change places never stop the fold, nor make checkpoint and rest differ from the whole', async () => {
  const source = await readTrace(join(fixtures, 'tiny-7.2', 'trace.txt.gz'));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: source.lastSeq - 4000 }), fc.infiniteStream(fc.nat(9)), (begin, dice) => {
      const mixed = shuffled(source, begin + 1, begin + 4000, dice);
      const from = folded(mixed, 700, 250);
      const [whole] = wholeStates(mixed, [mixed.lastSeq]);
      const session = new Session(from);
      session.seek(mixed.lastSeq);
      return stateText(session.world, session.lacking, mixed.lastSeq) === whole;
    }),
    { numRuns: 15, seed: 7 },
  );
}, 60_000);

/** Part of a trace in which some events are missing and some have changed places with the next; the dice decide. */
function shuffled(source: ReplaySource, from: number, to: number, dice: Iterator<number>): ReplaySource {
  const order: EventBatch[] = [...source.batches(from, to)].flatMap((batch) =>
    Array.from({ length: batch.n }, (_, i) => oneEvent(batch, i)),
  );
  const kept: EventBatch[] = [];
  for (const event of order) {
    const die = dice.next().value as number;
    if (die === 0) continue;
    if (die === 1 && kept.length > 0) kept.splice(kept.length - 1, 0, event);
    else kept.push(event);
  }
  return sourceOf(
    source.dictionary,
    kept.map((event, i) => ({ ...event, firstSeq: i + 1 })),
  );
}
