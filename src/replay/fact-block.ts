import { ColumnReader } from '../base/columns/column-reader.ts';
import { ColumnWriter } from '../base/columns/column-writer.ts';
import { Mark, type RowKind } from './fact-kinds.ts';

/** Rows of consecutive events: facts and marks in the order in which they were folded, column by column. */
export interface FactBlock {
  readonly n: number;
  /** For each row: what it is (fact-kinds.ts), the event it comes from, and the dictionary's id of that event's task. */
  readonly kind: Uint8Array;
  readonly seq: Float64Array;
  readonly task: Uint32Array;
  /** By kind: the columns of its fields, in the order of the vocabulary. */
  readonly columns: readonly (readonly Float64Array[] | undefined)[];
  /** What marks say in words: what events lacked, and what facts disagreed with. */
  readonly words: readonly string[];
}

/** Gathers rows for a block. */
export class BlockWriter {
  n = 0;
  readonly capacity: number;
  private readonly kinds: readonly (RowKind | null)[];
  private kind: Uint8Array;
  private seq: Float64Array;
  private task: Uint32Array;
  private readonly columns: Float64Array[][] = [];
  private readonly counts: Uint32Array;
  private words: string[] = [];
  private readonly writer = new ColumnWriter();

  constructor(capacity: number, kinds: readonly (RowKind | null)[]) {
    this.capacity = capacity;
    this.kinds = kinds;
    this.kind = new Uint8Array(capacity);
    this.seq = new Float64Array(capacity);
    this.task = new Uint32Array(capacity);
    this.counts = new Uint32Array(kinds.length);
  }

  get isFull(): boolean {
    return this.n >= this.capacity;
  }

  /** Adds a row without fields. */
  mark(kind: number, seq: number, task: number): void {
    if (this.n === this.kind.length) this.lengthen();
    this.kind[this.n] = kind;
    this.seq[this.n] = seq;
    this.task[this.n] = task;
    this.n++;
  }

  /** Adds a row of a kind with columns; gives those, and where in them its fields go. */
  row(kind: number, seq: number, task: number, width: number): { readonly columns: Float64Array[]; readonly at: number } {
    this.mark(kind, seq, task);
    const at = this.counts[kind]++;
    this.columns[kind] ??= Array.from({ length: width }, () => new Float64Array(64));
    const columns = this.columns[kind];
    if (width > 0 && at === columns[0].length) {
      for (let i = 0; i < width; i++) {
        const longer = new Float64Array(at * 2);
        longer.set(columns[i]);
        columns[i] = longer;
      }
    }
    return { columns, at };
  }

  /** The rows of the last event may be more than there was room for. */
  private lengthen(): void {
    const { kind, seq, task } = this;
    this.kind = new Uint8Array(kind.length * 2);
    this.seq = new Float64Array(kind.length * 2);
    this.task = new Uint32Array(kind.length * 2);
    this.kind.set(kind);
    this.seq.set(seq);
    this.task.set(task);
  }

  /** Adds a mark that says something in words. */
  say(kind: number, what: string, seq: number, task: number): void {
    let place = this.words.indexOf(what);
    if (place < 0) place = this.words.push(what) - 1;
    const { columns, at } = this.row(kind, seq, task, 1);
    columns[0][at] = place;
  }

  /** The block as bytes, lent until the next is taken, and begins the next. */
  take(): Uint8Array {
    const { n, writer, counts } = this;
    writer.raw(new TextEncoder().encode(JSON.stringify(this.words)));
    writer.numbers(counts);
    writer.numbers(this.kind, n);
    writer.numbers(this.seq, n);
    writer.numbers(this.task, n);
    for (let kind = 0; kind < counts.length; kind++) {
      if (counts[kind] === 0) continue;
      const width = this.kinds[kind]?.width ?? this.columns[kind].length;
      for (let i = 0; i < width; i++) writer.numbers(this.columns[kind][i], counts[kind]);
    }
    this.n = 0;
    counts.fill(0);
    this.words = [];
    return writer.take();
  }
}

/** Reads the rows of a block up to those of event `lastSeq`: what is not read need not be made. */
export function readBlock(bytes: Uint8Array, kinds: readonly (RowKind | null)[], lastSeq: number): FactBlock {
  const reader = new ColumnReader(bytes);
  const words = JSON.parse(new TextDecoder().decode(reader.raw())) as string[];
  const stored = reader.numbers(new Uint32Array(kinds.length));
  const kind = reader.numbers(new Uint8Array(reader.length));
  const seq = reader.numbers();
  const task = reader.numbers(new Uint32Array(reader.length));
  const n = rowsUpTo(seq, lastSeq);
  const counts = n === seq.length ? stored : countsOf(kind, n, kinds.length);
  const columns: (Float64Array[] | undefined)[] = [];
  for (let each = 0; each < kinds.length; each++) {
    // A kind whose rows all come later has columns too.
    if (stored[each] === 0) continue;
    const width = each === Mark.lacking || each === Mark.complaint ? 1 : (kinds[each]?.width ?? 0);
    columns[each] = Array.from({ length: width }, () => reader.first(counts[each]));
  }
  return { n, kind, seq, task, columns, words };
}

/** How often each kind is among the first `n`. */
function countsOf(kind: Uint8Array, n: number, kinds: number): Uint32Array {
  const counts = new Uint32Array(kinds);
  for (let i = 0; i < n; i++) counts[kind[i]]++;
  return counts;
}

/** How many of these ascending numbers are at most `last`. */
function rowsUpTo(seq: Float64Array, last: number): number {
  let low = 0;
  let high = seq.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (seq[mid] <= last) low = mid + 1;
    else high = mid;
  }
  return low;
}
