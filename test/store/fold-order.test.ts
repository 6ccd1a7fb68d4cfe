import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore, readBatches, readSource } from '../../src/store/index.ts';
import { batchOf, shapeOf, sourceOf, type TestEvent } from './events.ts';
import { testFolder } from './folder.ts';
import { importAt } from './import-at.ts';

const folder = testFolder();
const few = [['id', 'd'] as const];
const shapes = [
  shapeOf('few', few),
  shapeOf(
    'many',
    Array.from({ length: 20 }, (_, i) => [`f${i}`, 'd'] as const),
  ),
  shapeOf('tracing_mark_write', few),
];

const event = fc.record({ ts: fc.nat(50), shape: fc.nat(2) });

test('events that step back in time are put into fold order, and what refers to them follows', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 60 }), async (drawn) => {
      const events: TestEvent[] = drawn.map(({ ts, shape }, id) => ({
        ts,
        shape,
        args: Array.from({ length: shapes[shape].fields.length }, () => id),
      }));
      const losses = events.map((_, index) => ({ index, cpu: 0, count: index }));
      const continuations = events.map((_, i) => ({ seq: i + 1, text: `of ${i}` }));
      const batch = { ...batchOf(1, events, losses), continuations };
      const path = join(folder, `${run++}.db`);
      const result = await importAt(sourceOf([batch], { shapes }), path);
      const steps = events.filter(({ ts }, i) => i > 0 && ts < events[i - 1].ts).length;
      expect(result).toEqual({ events: events.length, backwardSteps: steps, renumbered: steps > 0 });

      const store = await openStore(path);
      const order = events.map((each, id) => ({ ...each, id })).sort((a, b) => a.ts - b.ts || a.id - b.id);
      const read = [...readBatches(store)][0];
      expect([...read.ts]).toEqual(order.map(({ ts }) => ts));
      expect([...read.args]).toEqual(order.flatMap(({ args }) => args));
      expect(store.db.prepare('SELECT seq, text FROM continuation ORDER BY seq').all()).toEqual(
        order.map(({ id }, i) => ({ seq: i + 1, text: `of ${id}` })),
      );
      expect(store.db.prepare('SELECT before_seq, count FROM loss ORDER BY 1').all()).toEqual(
        order.map(({ id }, i) => ({ before_seq: i + 1, count: id })),
      );
      expect(store.db.prepare('SELECT seq FROM marker ORDER BY 1').pluck().all()).toEqual(
        order.flatMap(({ shape }, i) => (shape === 2 ? [i + 1] : [])),
      );
      expect(readSource(store).backward_steps).toBe(steps);
      store.close();
    }),
    { numRuns: 40 },
  );
});
