import { readOffsets, wordsFor } from './bits.ts';
import { cellsAt, Layout, TWO_32 } from './layout.ts';

/** A column as its header tells it; `data` is where its values begin in the buffer. */
export interface Column {
  readonly n: number;
  readonly layout: number;
  readonly width: number;
  readonly unit: number;
  readonly base: number;
  readonly least: number;
  readonly buffer: ArrayBufferLike;
  readonly data: number;
}

/** Puts the numbers from number `from` on to out[at] and on: steps as they are, without what came before. */
type Read = (from: number, n: number, out: Float64Array, at: number) => void;

/** Reads a column from its first number on, some at a time. */
export class ColumnCursor {
  private readonly readAt: Read;
  private readonly isSteps: boolean;
  private readonly base: number;
  /** Numbers read so far, and the last of them. */
  private done = 0;
  private last = 0;

  constructor(column: Column) {
    this.readAt = readerOf(column);
    this.isSteps = column.layout === Layout.steps || column.layout === Layout.bitSteps;
    this.base = column.base;
  }

  /** Reads the next `n` numbers, which must be there, to out[at] and on. */
  read(out: Float64Array, at: number, n: number): void {
    if (n === 0) return;
    this.readAt(this.done, n, out, at);
    if (this.isSteps) {
      out[at] = this.done === 0 ? this.base : this.last + out[at];
      for (let i = at + 1; i < at + n; i++) out[i] += out[i - 1];
      this.last = out[at + n - 1];
    }
    this.done += n;
  }
}

/** What reads this layout. */
function readerOf({ n: length, layout, width, unit, base, least, buffer, data }: Column): Read {
  switch (layout) {
    case Layout.constant:
      return (_from, n, out, at) => void out.fill(base, at, at + n);
    case Layout.bitOffsets:
    case Layout.bitSteps: {
      const words = new Uint32Array(buffer, data, wordsFor(length, width));
      const [first, by] = layout === Layout.bitSteps ? [least, 1] : [base, unit];
      return (from, n, out, at) => readOffsets(words, width, from, n, first, by, out, at);
    }
    case Layout.doubles: {
      const doubles = new Float64Array(buffer, data, length);
      return (from, n, out, at) => void out.set(doubles.subarray(from, from + n), at);
    }
    default: {
      if (width === 6)
        return sixes(new Uint32Array(buffer, data, length), new Uint16Array(buffer, data + 4 * length, length), base, unit);
      const cells = cellsAt(buffer, data, width, length);
      const first = layout === Layout.steps ? least : base;
      return (from, n, out, at) => {
        for (let i = 0; i < n; i++) out[at + i] = first + cells[from + i] * unit;
      };
    }
  }
}

function sixes(low: Uint32Array, high: Uint16Array, base: number, unit: number): Read {
  return (from, n, out, at) => {
    for (let i = 0; i < n; i++) out[at + i] = base + (high[from + i] * TWO_32 + low[from + i]) * unit;
  };
}
