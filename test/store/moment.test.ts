import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { openStore, resolveMoment, type Store } from '../../src/store/index.ts';
import { batchOf, shapeOf, sourceOf } from './events.ts';
import { testFolder } from './folder.ts';
import { importAt } from './import-at.ts';

const path = join(testFolder(), 'moments.db');
let store: Store;

beforeAll(async () => {
  const shapes = [shapeOf('rss_stat', [['size', 'd']]), shapeOf('tracing_mark_write', [['buf', 'text']])];
  const events = [
    { ts: 500, shape: 0, args: [1] },
    { ts: 1000, shape: 1, args: ['GT 13 BEGIN fork'] },
    { ts: 1000, shape: 0, args: [2] },
    { ts: 3000, shape: 1, args: ['GT 130 BEGIN exec'] },
    { ts: 4000, shape: 0, args: [3] },
  ];
  await importAt(sourceOf([batchOf(1, events)], { shapes }), path);
  store = await openStore(path);
});

afterAll(() => store.close());

test.each([
  ['start', 1],
  ['end', 5],
  ['86.0000005', 1],
  ['86.000000999', 1],
  ['86.000001', 3],
  ['86000002us', 3],
  ['+500ns', 3],
  ['+0', 1],
  ['#2', 2],
  ['@GT 13', 2],
  ['@GT 13~2', 4],
  ['@exec', 4],
])('%s is just after event %i', (text, seq) => {
  expect(resolveMoment(store, text)).toMatchObject({ seq, warning: null });
});

test('after the last event is the last state, with a warning', () => {
  const moment = resolveMoment(store, '90');
  expect(moment).toMatchObject({ seq: 5, tsNs: 90_000_000_000n });
  expect(moment.warning).toBe('90 is after the last event at 86.000004000: this is the last state');
});

test.each([
  ['86.0000004', '86.0000004 is before the first event: the trace runs from 86.000000500 to 86.000004000'],
  ['#0', 'there is no event #0: they go from #1 to #5'],
  ['#6', 'there is no event #6: they go from #1 to #5'],
  ['@nowhere', "no marker contains 'nowhere'"],
  ['@exec~2', "'exec' is in a marker only once"],
  ['@GT~3', "'GT' is in a marker only 2 times"],
])('%s is refused', (text, sentence) => {
  expect(() => resolveMoment(store, text)).toThrow(new UsageError(sentence));
});
