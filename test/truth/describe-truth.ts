import { beforeAll, describe, expect, test } from 'vitest';
import { foldAll, type Judged, observedShare, scores, Truth, textOf } from './judged.ts';
import { withGaps, withHashedPointers, withKaslr } from './other-boot.ts';

/** All that must be the kernel's own answer to the last page, where the trace has probes. */
const everything = [
  ...['vma', 'pte', 'swap', 'pte-table', 'empty-table', 'table-bytes', 'rss anon', 'rss file+shmem', 'rss swap', 'mapcount'],
];

/** The tests of one fixture; `locks` are the comparisons that this kernel has besides. */
export function describeTruth(name: string, locks: readonly string[]): void {
  describe(`the replay of ${name} equals the kernel`, () => {
    const exact = [...everything, ...locks];
    const wanted = Object.fromEntries(exact.map((comparison) => [comparison, 'exact']));
    let truth: Truth;
    let text: string;
    beforeAll(() => {
      truth = new Truth(name);
      text = textOf(name);
    });

    function expectExact(judged: Judged): void {
      expect(judged.result.verdicts.length).toBe(70);
      expect(scores(judged, exact)).toEqual(wanted);
      expect(judged.result.wrongObserved).toBe(0);
      for (const [comparison, tally] of judged.result.total)
        if (exact.includes(comparison)) expect(observedShare(tally), comparison).toBeGreaterThanOrEqual(0.95);
    }

    test('on a boot with vmemmap, direct map and text elsewhere, and no event disagrees with what was replayed before it', () => {
      const moved = withKaslr(text, 20_240_607);
      expect(moved).not.toMatch(/ffffea00000|ffff8880[0-9a-f]{8}/);
      const judged = truth.judge(moved);
      expectExact(judged);
      expect([...judged.disagreements]).toEqual([]);
    });

    test('on a boot that hashes the pointers of its tracepoints', () => {
      const hashed = withHashedPointers(text, 4711);
      expect(hashed).not.toMatch(/ mm=ffff/);
      expectExact(truth.judge(hashed));
    });

    test('and goes on when one line in a hundred is missing, counting what does not fit', () => {
      const { complaints } = foldAll(withGaps(text, 0.01, 5));
      expect([...complaints.values()].reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
    });
  });
}
