import type { Dictionary } from '../../events/batch.ts';
import { BatchBuilder } from '../batch-builder.ts';
import type { BatchMemory } from '../batch-memory.ts';
import { decode } from '../decode.ts';
import { EventName } from '../event-name.ts';
import { HeaderLines } from '../header-lines.ts';
import type { LineCounts, ReadBatch, TraceHeader } from '../input.ts';
import { type Above, classify } from '../line-class.ts';
import { LineHead } from '../line-head.ts';
import { Shapes } from '../shapes.ts';
import { Tasks } from '../tasks.ts';
import { Texts } from '../texts.ts';
import { Window } from '../window.ts';
import type { LineParser, Reader } from './index.ts';

const NEWLINE = 10;
const RETURN = 13;
const HASH = 35;
const QUOTE = 62;
const SPACE = 32;
const TAB = 9;

const SECOND = 1_000_000_000;

/** Losses and oddities that a batch may hold before it is handed over without waiting for more events. */
const MOST_ODDITIES = 16384;

/**
 * Reads the text of tracefs `trace` and `trace_pipe`, of `trace-cmd report`, and excerpts of either; one grammar serves
 * them all (docs/trace-format.md).
 */
export class FtraceText implements LineParser {
  readonly counts: LineCounts = {
    lines: 0,
    events: 0,
    headers: 0,
    continuations: 0,
    blanks: 0,
    lossMarks: 0,
    diagnostics: 0,
    backwardSteps: 0,
  };
  readonly dictionary: Dictionary;
  private readonly batch: BatchBuilder;
  private readonly head: LineHead;
  private readonly window = new Window();
  private readonly name = new EventName(this.window);
  private readonly shapes: Shapes;
  private readonly headerLines = new HeaderLines();
  /** Whole second before the first event; -1 until there was one. */
  private originSeconds = -1;
  private lastTs = 0;
  private above: Above = 'nothing';
  /** Lines since the last batch that were kept and are no events. */
  private oddities = 0;

  constructor(batchEvents: number) {
    const tasks = new Tasks(this.window);
    const texts = new Texts(this.window);
    this.batch = new BatchBuilder(batchEvents);
    this.head = new LineHead(this.window, tasks, texts);
    this.shapes = new Shapes(this.window, this.batch, texts);
    this.dictionary = { shapes: this.shapes.list, tasks: tasks.list, texts: texts.list };
  }

  get originNs(): bigint | null {
    return this.originSeconds < 0 ? null : BigInt(this.originSeconds) * BigInt(SECOND);
  }

  get header(): TraceHeader | null {
    return this.headerLines.header;
  }

  /** Whether a batch is full and must be taken before more lines are read. */
  get isFull(): boolean {
    return this.batch.n === this.batch.capacity || this.oddities >= MOST_ODDITIES;
  }

  /** The events gathered so far; null when there is nothing. */
  take(): ReadBatch | null {
    this.oddities = 0;
    return this.batch.isEmpty ? null : this.batch.take();
  }

  reuse(memory: BatchMemory): void {
    this.batch.reuse(memory);
  }

  /** Reads whole lines of b[from..to) until a batch is full; gives where it stopped. b[to - 1] is a newline, SLACK bytes must follow. */
  parse(b: Buffer, from: number, to: number): number {
    const batch = this.batch;
    const head = this.head;
    const counts = this.counts;
    this.window.open(b);
    head.forget();
    const capacity = batch.capacity;
    let i = from;
    while (i < to && batch.n < capacity && this.oddities < MOST_ODDITIES) {
      const newline = b.indexOf(NEWLINE, i);
      const end = newline > i && b[newline - 1] === RETURN ? newline - 1 : newline;
      counts.lines++;
      let start = i;
      if (b[start] === QUOTE) while (b[start] === QUOTE || (b[start] === SPACE && b[start + 1] === QUOTE)) start++;
      if (b[start] !== HASH && head.read(start, end)) this.event(end);
      else this.other(b, i, start, end);
      i = newline + 1;
    }
    counts.events = batch.lastSeq;
    return i;
  }

  private event(end: number): void {
    const { batch, head, name } = this;
    if (this.originSeconds < 0) this.begin(head.seconds);
    name.read(head.body, end);
    const program = this.shapes.read(name.named, name.text, end);
    const ts = (head.seconds - this.originSeconds) * SECOND + head.nanoseconds;
    if (ts < this.lastTs) this.counts.backwardSteps++;
    this.lastTs = ts;
    const n = batch.n++;
    batch.ts[n] = ts;
    batch.cpu[n] = head.cpu;
    batch.task[n] = head.task;
    batch.flags[n] = head.flags;
    batch.shape[n] = program.id;
    batch.argStart[n] = batch.argEnd;
    batch.argEnd += program.codes.length;
    this.above = 'event';
  }

  private other(b: Buffer, lineStart: number, start: number, end: number): void {
    const { batch, counts } = this;
    let i = start;
    while (i < end && (b[i] === SPACE || b[i] === TAB || b[i] === RETURN)) i++;
    if (i === end) {
      counts.blanks++;
      this.interrupt();
      return;
    }
    this.oddities++;
    const text = decode(b, start, end);
    const line = classify(text, this.above);
    switch (line.kind) {
      case 'header':
        counts.headers++;
        this.headerLines.add(text);
        this.interrupt();
        break;
      case 'loss':
        counts.lossMarks++;
        batch.losses.push({ index: batch.n, cpu: line.cpu, count: line.count });
        this.interrupt();
        break;
      case 'continuation':
        counts.continuations++;
        batch.continuations.push({ seq: batch.lastSeq, text: decode(b, lineStart, end) });
        break;
      case 'diagnostic':
        counts.diagnostics++;
        batch.diagnostics.push({
          line: counts.lines,
          text: decode(b, lineStart, end),
          rule: line.rule,
          severity: 'warning',
          afterSeq: batch.lastSeq,
        });
        this.interrupt();
    }
  }

  /** Notes that the next line cannot belong to the event above, but for a stack frame. */
  private interrupt(): void {
    if (this.above === 'event') this.above = 'other';
  }

  /** At the first event: its whole second is time 0, and what the header says was overwritten is missing before it. */
  private begin(seconds: number): void {
    this.originSeconds = seconds;
    const { entries, written } = this.header ?? { entries: null, written: null };
    if (entries === null || written === null || written <= entries) return;
    this.batch.losses.push({ index: 0, cpu: null, count: written - entries });
  }
}

/** A line that cannot be anything but an event of ftrace: a task, `[cpu]`, perhaps flags, and a time. */
const EVENT_LINE = /^.*-\d+\s+(?:\((?:\s*\d+|-+)\)\s+)?\[\d{3,}\]\s+(?:[a-zA-Z.#0-9]{4,8}\s+)?\d+\.\d{6,9}:\s/m;

export const ftraceText: Reader = {
  name: 'ftrace text',
  detect: (head) => /^# tracer: /m.test(head.toString('latin1')) || EVENT_LINE.test(head.toString('latin1')),
  open: (batchEvents) => new FtraceText(batchEvents),
};
