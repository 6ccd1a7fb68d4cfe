import { printEvent } from '../../src/events/line.ts';
import type { Shape } from '../../src/events/shape.ts';
import type { LineCounts, ReadBatch } from '../../src/ingest/input.ts';
import type { LineParser } from '../../src/ingest/readers/index.ts';
import { readers } from '../../src/ingest/readers/index.ts';
import { SLACK } from '../../src/ingest/window.ts';

export type Value = number | bigint | string;

export interface ReadEvent {
  readonly seq: number;
  readonly comm: string;
  readonly tid: number;
  readonly tgid: number | null;
  readonly cpu: number;
  readonly flags: string;
  readonly ns: bigint;
  readonly name: string;
  readonly probe: boolean;
  readonly shape: Shape;
  readonly values: Value[];
  /** Values by field name. */
  readonly fields: Record<string, Value>;
  /** The line after its time, as the kernel printed it. */
  readonly printed: string;
}

export interface ReadResult {
  readonly events: ReadEvent[];
  readonly batches: ReadBatch[];
  readonly counts: LineCounts;
  readonly parser: LineParser;
}

/** Reads a text in pieces that end with a line, `linesPerPiece` at a time. */
export function readText(text: string | Uint8Array, linesPerPiece = Number.POSITIVE_INFINITY, batchEvents = 16384): ReadResult {
  const parser = readers[0].open(batchEvents);
  const bytes = Buffer.from(text);
  const batches: ReadBatch[] = [];
  const events: ReadEvent[] = [];
  const take = () => {
    const batch = parser.take();
    if (batch === null) return;
    batches.push(batch);
    events.push(...eventsOf(batch, parser));
  };
  for (let from = 0; from < bytes.length; ) {
    let to = from;
    for (let n = 0; n < linesPerPiece && to < bytes.length; n++) {
      const newline = bytes.indexOf(10, to);
      to = newline < 0 ? bytes.length : newline + 1;
    }
    const piece = Buffer.concat([bytes.subarray(from, to), Buffer.alloc(SLACK)]);
    let end = to - from;
    if (piece[end - 1] !== 10) piece[end++] = 10;
    for (let i = 0; i < end; ) {
      i = parser.parse(piece, i, end);
      if (parser.isFull) take();
    }
    from = to;
  }
  take();
  return { events, batches, counts: parser.counts, parser };
}

/** The events of a batch, with everything looked up. */
export function eventsOf(batch: ReadBatch, parser: Pick<LineParser, 'dictionary' | 'originNs'>): ReadEvent[] {
  const { shapes, tasks, texts } = parser.dictionary;
  return Array.from({ length: batch.n }, (_, i) => {
    const shape = shapes[batch.shape[i]];
    const values = shape.fields.map((field, k): Value => {
      const at = batch.argStart[i] + k;
      const value = batch.args[at];
      if (field.format !== 'text') return batch.wide.get(at) ?? value;
      return value < 0 ? batch.inlineTexts[-1 - value] : texts[value];
    });
    return {
      seq: batch.firstSeq + i,
      ...tasks[batch.task[i]],
      cpu: batch.cpu[i],
      flags: texts[batch.flags[i]],
      ns: (parser.originNs ?? 0n) + BigInt(batch.ts[i]),
      name: shape.name,
      probe: shape.probe,
      shape,
      values,
      fields: Object.fromEntries(shape.fields.map((field, k) => [field.name, values[k]])),
      printed: printEvent(shape, values),
    };
  });
}

/** A line around an event's text. */
export function line(text: string): string {
  return `            tiny-3905    (   3905) [001] d..3.    94.131160: ${text}\n`;
}
