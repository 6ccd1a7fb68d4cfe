import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventBatch } from '../../src/events/batch.ts';
import type { FieldFormat, Shape } from '../../src/events/shape.ts';
import { openStore, readBatches } from '../../src/store/index.ts';
import { batchOf, shapeOf, sourceOf, type TestEvent, tasks } from './events.ts';
import { testFolder } from './folder.ts';
import { importAt } from './import-at.ts';

const folder = testFolder();
const formats: readonly FieldFormat[] = ['0x', 'x16', 'd', 'text'];

const shapes = fc.array(
  fc.array(fc.constantFrom(...formats), { maxLength: 40 }).map(
    (fields): Shape =>
      shapeOf(
        'event',
        fields.map((format, i) => [`f${i}`, format] as const),
      ),
  ),
  { minLength: 1, maxLength: 5 },
);

const printable = (format: FieldFormat) =>
  format === 'text'
    ? fc.oneof(fc.nat(1), fc.string({ unit: 'binary' }))
    : fc.oneof(
        fc.nat(),
        fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
        fc.constantFrom(-(2n ** 63n), 2n ** 62n, -1n, 2n ** 53n, 2n ** 53n + 1n),
      );

const eventOf = (all: readonly Shape[]): fc.Arbitrary<TestEvent> =>
  fc.nat(all.length - 1).chain((shape) =>
    fc.record({
      ts: fc.nat(),
      cpu: fc.nat(300),
      task: fc.nat(tasks.length - 1),
      flags: fc.nat(1),
      shape: fc.constant(shape),
      args: fc.tuple(...all[shape].fields.map((field) => printable(field.format))),
    }),
  );

const trace = shapes.chain((all) =>
  fc.record({
    shapes: fc.constant(all),
    events: fc.array(eventOf(all), { minLength: 1, maxLength: 300 }),
    cuts: fc.array(fc.nat(300), { maxLength: 3 }),
    losses: fc.array(fc.record({ at: fc.nat(300), cpu: fc.option(fc.nat(3)), count: fc.option(fc.nat()) }), { maxLength: 4 }),
    wallClock: fc.boolean(),
  }),
);

test('what is appended is read back, however it was cut into batches', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(trace, async ({ shapes: all, events, cuts, losses, wallClock }) => {
      const ordered = [...events].sort((a, b) => a.ts - b.ts);
      const marks = losses
        .map(({ at, ...loss }) => ({ index: Math.min(at, ordered.length), ...loss }))
        .sort((a, b) => a.index - b.index);
      const whole = batchOf(1, ordered, marks);
      const path = join(folder, `${run++}.db`);
      const originNs = wallClock ? 1_790_000_000_000_000_000n : 86_000_000_000n;
      await importAt(sourceOf(cut(ordered, marks, cuts), { shapes: all }, { originNs }), path);
      const store = await openStore(path);
      expect(store.originNs).toBe(originNs);
      expect(store.dictionary).toEqual({ shapes: all, tasks, texts: ['', '.....'] });
      expect([...readBatches(store)].map((batch) => withTexts(batch, all))).toEqual([withTexts(stored(whole), all)]);
      store.close();
    }),
    { numRuns: 60 },
  );
});

/** Batches of the same events, cut at some places. */
function cut(events: readonly TestEvent[], marks: EventBatch['losses'], cuts: readonly number[]) {
  const places = [...new Set([0, ...cuts.map((place) => place % events.length), events.length])].sort((a, b) => a - b);
  return places.slice(1).map((end, i) => {
    const begin = places[i];
    const inside = marks.filter(({ index }) => index >= begin && (index < end || end === events.length));
    return batchOf(
      begin + 1,
      events.slice(begin, end),
      inside.map((mark) => ({ ...mark, index: mark.index - begin })),
    );
  });
}

function stored({ diagnostics: _diagnostics, continuations: _continuations, ...batch }: ReturnType<typeof batchOf>): EventBatch {
  return batch;
}

/** Inline texts may be numbered in any order: puts them in place of their numbers. */
function withTexts({ inlineTexts, ...batch }: EventBatch, all: readonly Shape[]) {
  const args = [...batch.args].map((value, j) => {
    const i = batch.argStart.findLastIndex((start, k) => start <= j && k < batch.n && batch.argStart[k + 1] > j);
    const isText = all[batch.shape[i]].fields[j - batch.argStart[i]].format === 'text';
    return isText && value < 0 ? inlineTexts[-1 - value] : value;
  });
  return { ...batch, args };
}
