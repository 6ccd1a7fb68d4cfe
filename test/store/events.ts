import { wordOf } from '../../src/base/word.ts';
import type { Dictionary, LossMark, Task } from '../../src/events/batch.ts';
import type { FieldFormat, Shape } from '../../src/events/shape.ts';
import type { EventSource, SourceBatch } from '../../src/store/source.ts';

/** An event as tests write it: text arguments are ids of texts, or a text itself (inline). */
export interface TestEvent {
  readonly ts: number;
  readonly cpu?: number;
  readonly task?: number;
  readonly flags?: number;
  readonly shape: number;
  readonly args: readonly (number | bigint | string)[];
}

/** A shape printed as `name: a=1 b=2`. */
export function shapeOf(name: string, fields: readonly (readonly [string, FieldFormat])[], probe = false): Shape {
  const literals = fields.map(([field], i) => `${i === 0 ? '' : ' '}${field}=`);
  return { name, probe, literals: [...literals, ''], fields: fields.map(([field, format]) => ({ name: field, format })) };
}

export const origin = 86_000_000_000n;

/** Packs events into one batch. */
export function batchOf(firstSeq: number, events: readonly TestEvent[], losses: readonly LossMark[] = []): SourceBatch {
  const args: number[] = [];
  const wide = new Map<number, bigint>();
  const inlineTexts: string[] = [];
  const argStart = [0];
  for (const event of events) {
    for (const value of event.args) {
      if (typeof value === 'bigint') {
        const word = wordOf(Number(BigInt.asIntN(32, value >> 32n)), Number(BigInt.asUintN(32, value)));
        if (typeof word === 'bigint') wide.set(args.length, word);
        args.push(Number(word));
      } else if (typeof value === 'string') {
        inlineTexts.push(value);
        args.push(-inlineTexts.length);
      } else args.push(value);
    }
    argStart.push(args.length);
  }
  return {
    firstSeq,
    n: events.length,
    ts: Float64Array.from(events, (event) => event.ts),
    cpu: Uint16Array.from(events, (event) => event.cpu ?? 0),
    task: Uint32Array.from(events, (event) => event.task ?? 0),
    flags: Uint16Array.from(events, (event) => event.flags ?? 0),
    shape: Uint16Array.from(events, (event) => event.shape),
    argStart: Uint32Array.from(argStart),
    args: Float64Array.from(args),
    wide,
    inlineTexts,
    losses,
    diagnostics: [],
    continuations: [],
  };
}

export const tasks: readonly Task[] = [
  { comm: 'python3.11', tid: 3912, tgid: 3912 },
  { comm: 'kworker/0:1-ev', tid: 12, tgid: null },
];

/** A source that gives these batches. */
export function sourceOf(
  batches: readonly SourceBatch[],
  dictionary: Partial<Dictionary>,
  more: Partial<EventSource> = {},
): EventSource {
  const events = batches.reduce((sum, batch) => sum + batch.n, 0);
  return {
    format: 'ftrace text',
    path: 'trace.txt',
    dictionary: { shapes: [], tasks, texts: ['', '.....'], ...dictionary },
    originNs: origin,
    counts: { lines: events, events, headers: 0, continuations: 0, blanks: 0, lossMarks: 0, diagnostics: 0 },
    header: null,
    bytesTotal: null,
    sha256: null,
    batches: () => batches,
    ...more,
  };
}
