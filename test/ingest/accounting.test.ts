import { describe, expect, test } from 'vitest';
import { classify } from '../../src/ingest/line-class.ts';
import { line, readText } from './read.ts';

const event = (seconds: string) => `bash-930 [003] d... ${seconds}: x: a=1\n`;

describe('every line is accounted for', () => {
  test('headers, blanks, losses, continuations, diagnostics and events', () => {
    const { counts, batches, parser } = readText(
      [
        '# tracer: nop\n#\n# entries-in-buffer/entries-written: 2/7   #P:4\n#\n',
        'cpus=4\n\n',
        event('1.000000'),
        ' => do_page_fault\nwrapped text\n\nprose that belongs to nothing\n => but_a_frame_does\n',
        'CPU:1 [LOST 702 EVENTS]\nCPU:0 [LOST EVENTS]\n',
        event('2.000000'),
        '[   12.500000] kernel says\n',
        event('1.500000'),
        'CPU:3 [9 EVENTS DROPPED]\n',
      ].join(''),
    );
    expect(counts).toEqual({
      lines: 18,
      events: 3,
      headers: 5,
      continuations: 3,
      blanks: 2,
      lossMarks: 3,
      diagnostics: 2,
      backwardSteps: 1,
    });
    expect(parser.header).toEqual({ tracer: 'nop', entries: 2, written: 7, cpus: 4 });
    expect(batches[0].losses).toEqual([
      { index: 0, cpu: null, count: 5 },
      { index: 1, cpu: 1, count: 702 },
      { index: 1, cpu: 0, count: null },
      { index: 3, cpu: 3, count: 9 },
    ]);
    expect(batches[0].continuations).toEqual([
      { seq: 1, text: ' => do_page_fault' },
      { seq: 1, text: 'wrapped text' },
      { seq: 1, text: ' => but_a_frame_does' },
    ]);
    expect(batches[0].diagnostics).toEqual([
      { line: 11, text: 'prose that belongs to nothing', rule: 'not-an-event', severity: 'warning', afterSeq: 1 },
      { line: 16, text: '[   12.500000] kernel says', rule: 'dmesg-line', severity: 'warning', afterSeq: 2 },
    ]);
  });

  test('CRLF and a missing last newline change nothing', () => {
    const text = `# tracer: nop\n${event('1.000000')}\n${event('2.000000')}`;
    const plain = readText(text);
    const crlf = readText(text.replaceAll('\n', '\r\n').trimEnd());
    expect(crlf.counts).toEqual(plain.counts);
    expect(crlf.events).toEqual(plain.events);
  });

  test('a torn event is a diagnostic, even right after an event', () => {
    expect(classify('-UU-52 [001] 776811]', 'event')).toEqual({ kind: 'diagnostic', rule: 'torn-event' });
    expect(classify('-UU-52 776811', 'event')).toEqual({ kind: 'continuation' });
  });

  test('time 0 is the whole second of the first event; events before it have negative times', () => {
    const { parser, batches, events } = readText(`${event('94.131160')}${event('93.000001')}`);
    expect(parser.originNs).toBe(94_000_000_000n);
    expect([...batches[0].ts]).toEqual([131160000, -999999000]);
    expect(events.map((e) => e.ns)).toEqual([94131160000n, 93000001000n]);
  });

  test('a batch full of oddities is handed over', () => {
    const { batches, counts } = readText(`${event('1.000000')}${'prose\n\n'.repeat(40000)}`);
    expect(counts.diagnostics + counts.continuations).toBe(40000);
    expect(batches.length).toBeGreaterThan(2);
    expect(batches.flatMap((b) => b.diagnostics)).toHaveLength(counts.diagnostics);
  });

  test('batches are as long as asked for and number their events on', () => {
    const { batches, events } = readText(line('x: a=1').repeat(10), 3, 4);
    expect(batches.map((b) => [b.firstSeq, b.n])).toEqual([
      [1, 4],
      [5, 4],
      [9, 2],
    ]);
    expect(events.map((e) => e.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
