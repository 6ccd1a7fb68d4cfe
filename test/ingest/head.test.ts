import { describe, expect, test } from 'vitest';
import { parseTask } from '../../src/ingest/tasks.ts';
import { readText } from './read.ts';

const EVENT = 'x: a=1';

/** Columns before the text, and the task, cpu, flags and time they hold. */
const heads: readonly (readonly [string, string, number, number | null, number, string, bigint])[] = [
  ['            tiny-3905    (   3905) [001] d..3.    94.131160: ', 'tiny', 3905, 3905, 1, 'd..3.', 94131160000n],
  ['           <...>-14603 (-----) [000] ...1 14592.893157: ', '<...>', 14603, null, 0, '...1', 14592893157000n],
  ['    lowpool[847]-14589 ( 2446) [005] d..1 14594.224300: ', 'lowpool[847]', 14589, 2446, 5, 'd..1', 14594224300000n],
  ['bash-930   [003] d...  6288.896762: ', 'bash', 930, null, 3, 'd...', 6288896762000n],
  ['            nfsd-42728   [000] .......  1678.271093: ', 'nfsd', 42728, null, 0, '.......', 1678271093000n],
  ['  gnome-terminal-1567  [000]  4415.246466: ', 'gnome-terminal', 1567, null, 0, '', 4415246466000n],
  ['  iou-wrk-612-647   [012] ..... 1.000000001: ', 'iou-wrk-612', 647, null, 12, '.....', 1000000001n],
  [' Jit thread pool-4435  [1023] .N... 1.5000001: ', 'Jit thread pool', 4435, null, 1023, '.N...', 1500000100n],
  ['-5972    [006] .... 7.000000: ', '', 5972, null, 6, '....', 7000000000n],
  ['    kworker/u16:18-99 [001] d.h3. 7.000000: ', 'kworker/u16:18', 99, null, 1, 'd.h3.', 7000000000n],
  ['  [000] 1.00000:-12 [001] ..... 7.000000: ', '[000] 1.00000:', 12, null, 1, '.....', 7000000000n],
  ['  a (b)-12 (   12) [001] ..... 7.000000: ', 'a (b)', 12, 12, 1, '.....', 7000000000n],
  ['  -(7)--12 [001] ..... 7.000000: ', '-(7)-', 12, null, 1, '.....', 7000000000n],
  ['> > bash-930 [003] d... 6288.896762: ', 'bash', 930, null, 3, 'd...', 6288896762000n],
  ['  caf\u00e9-1 [003] d... 6288.896762: ', 'caf\u00e9', 1, null, 3, 'd...', 6288896762000n],
  ['  <idle>-0     [002]    38.928838: ', '<idle>', 0, null, 2, '', 38928838000n],
];

describe('the columns before the text', () => {
  test.each(heads)('%s', (head, comm, tid, tgid, cpu, flags, ns) => {
    const { events, counts } = readText(`${head}${EVENT}\n`);
    expect(counts.events).toBe(1);
    expect(events[0]).toMatchObject({ comm, tid, tgid, cpu, flags, ns, name: 'x', fields: { a: 1 } });
  });

  test('the text may look like columns', () => {
    const { events } = readText('a-1 [000] ..... 1.000000: tracing_mark_write: b-2 [001] ..... 2.000000: x: a=1\n');
    expect(events[0]).toMatchObject({ comm: 'a', cpu: 0, fields: { buf: 'b-2 [001] ..... 2.000000: x: a=1' } });
  });

  test.each([
    'bash 930 [003] d... 6288.896762: x: a=1',
    'bash-930 [03] d... 6288.896762: x: a=1',
    'bash-930 [003] d.. 6288.896762: x: a=1',
    'bash-930 [003] d... 6288.89676: x: a=1',
    'bash-930 [003] d... 6288.896762 x: a=1',
    'bash-x930 [003] d... 6288.896762: x: a=1',
    'bash-930 (12x) [003] d... 6288.896762: x: a=1',
    'bash-930 [70000] d... 6288.896762: x: a=1',
  ])('is no event: %s', (text) => {
    const { counts } = readText(`${text}\n`);
    expect(counts).toMatchObject({ lines: 1, events: 0, diagnostics: 1 });
  });

  test('a task whose columns change by a byte is another task', () => {
    const { events } = readText('aaaaaaaaaaaaaaa-123 [000] .... 1.000000: x: \naaaaaaaaaaaaaaa-124 [000] .... 1.000000: x: \n');
    expect(events.map((event) => event.tid)).toEqual([123, 124]);
  });
});

test('parseTask refuses what has no pid', () => {
  expect(parseTask('bash')).toBeNull();
  expect(parseTask('bash-12 (x)')).toBeNull();
  expect(parseTask('a-1 (---)')).toEqual({ comm: 'a', tid: 1, tgid: null });
});
