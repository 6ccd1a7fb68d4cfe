import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kernelProfiles } from '../../src/models/kernel-profile.ts';
import { chooseKernel } from '../../src/replay/choose-kernel.ts';
import { Fold } from '../../src/replay/fold.ts';
import { parts, replayJson } from '../../src/replay/replay-json.ts';
import { learnPages } from '../../src/replay/source.ts';
import { WorldView } from '../../src/replay/view.ts';
import { readTrace, textOf } from './judged.ts';
import { randomly } from './other-boot.ts';

const names = ['tiny-6.1', 'tiny-6.12', 'tiny-7.2', 'tiny-plain-7.2'] as const;
const events = Object.fromEntries(
  names.map((name) => [
    name,
    textOf(name)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  ]),
);

/** Where to cut, what to drop, what to mix up, where to say that events were lost. */
const damage = fc.record({
  name: fc.constantFrom(...names),
  at: fc.double({ min: 0, max: 0.95, noNaN: true }),
  length: fc.integer({ min: 1, max: 2500 }),
  dropped: fc.constantFrom(0, 0.05, 0.5, 0.9),
  mixed: fc.constantFrom(0, 0.1, 1),
  lost: fc.constantFrom(0, 0.005),
  seed: fc.integer(),
  kernel: fc.option(fc.constantFrom(...kernelProfiles), { nil: null }),
});

function damaged(
  lines: readonly string[],
  { at, length, dropped, mixed, lost, seed }: Omit<typeof damage extends fc.Arbitrary<infer T> ? T : never, 'name' | 'kernel'>,
): string {
  const random = randomly(seed);
  const from = Math.floor(at * lines.length);
  const kept = lines.slice(from, from + length).filter(() => random() >= dropped);
  for (let i = kept.length - 1; i > 0; i--) {
    if (random() >= mixed) continue;
    const other = Math.floor(random() * (i + 1));
    [kept[i], kept[other]] = [kept[other], kept[i]];
  }
  return kept
    .flatMap((line) => (random() < lost ? [`CPU:${Math.floor(random() * 2)} [LOST 5 EVENTS]`, line] : [line]))
    .join('\n');
}

describe('any part of a trace, with events missing or out of order', () => {
  test('folds without a throw into a state that can be printed, whatever the kernel is said to be', () => {
    fc.assert(
      fc.property(damage, ({ name, kernel, ...how }) => {
        const { source } = readTrace(damaged(events[name], how));
        const profile = kernel ?? chooseKernel(source.dictionary.shapes) ?? kernelProfiles[3];
        const fold = new Fold(source.dictionary, profile, learnPages(source));
        for (const batch of source.batches(1, source.lastSeq + 1)) fold.apply(batch);
        const view = new WorldView(fold.world, false);
        const mms = view.mms(true);
        const answer = {
          seq: fold.seq,
          tsNs: 0n,
          time: '0',
          mms,
          world: fold.world,
          show: new Set(parts),
          addr: null,
          pfn: null,
          coverage: {},
          losses: [],
        };
        expect(JSON.parse([...replayJson(answer)].join('')).mms).toHaveLength(mms.length);
        for (const mm of mms) {
          let end = 0;
          for (const { va, level } of mm.entries()) {
            expect(va).toBeGreaterThanOrEqual(end);
            end = va + (level === 'pmd' ? 0x20_0000 : 4096);
          }
        }
      }),
      { numRuns: 80 },
    );
  });
});
