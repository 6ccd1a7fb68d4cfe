import { beforeAll, describe, expect, test } from 'vitest';
import { inKernel, sum } from '../../src/audit/tally.ts';
import { type Judged, readTrace, Truth, textOf } from './judged.ts';
import { withHashedPointers } from './other-boot.ts';

/** Of a capture with nothing but the kernel's own tracepoints, what can be said is inferred. */
describe('the replay of tiny-plain-7.2', () => {
  const truth = new Truth('tiny-plain-7.2');
  let judged: Judged;
  beforeAll(() => {
    judged = truth.judge(textOf('tiny-plain-7.2'));
  });

  test('calls nothing observed that is wrong', () => {
    expect(judged.result.wrongObserved).toBe(0);
    expect(judged.result.verdicts.length).toBeGreaterThan(50);
  });

  test('has more than 35 % of the present entries, fewer than 5 % that are not there, and calls none observed', () => {
    const tally = judged.result.total.get('pte');
    if (!tally) throw new Error('entries were not compared');
    expect(sum(tally.matched) / inKernel(tally)).toBeGreaterThanOrEqual(0.35);
    expect(sum(tally.extra) / inKernel(tally)).toBeLessThan(0.05);
    expect(sum(tally.different) / inKernel(tally)).toBeLessThan(0.05);
    expect(tally.matched.inferred).toBe(sum(tally.matched));
  });

  test('has the VMAs that traced system calls made', () => {
    const tally = judged.result.total.get('vma');
    if (!tally) throw new Error('VMAs were not compared');
    expect(sum(tally.matched)).toBeGreaterThan(500);
    expect(tally.matched.observed + tally.different.observed).toBe(0);
  });

  test('says nothing else with hashed pointers, and takes none for a pointer', () => {
    const text = withHashedPointers(textOf('tiny-plain-7.2'), 99);
    const hashed = truth.judge(text);
    expect(hashed.result.wrongObserved).toBe(0);
    const [pte, before] = [hashed.result.total.get('pte'), judged.result.total.get('pte')];
    expect([pte && sum(pte.matched), pte && sum(pte.extra)]).toEqual([
      before && sum(before.matched),
      before && sum(before.extra),
    ]);
    expect(readTrace(text).source.lastSeq).toBeGreaterThan(20_000);
  });
});
