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

const noCells = new Uint16Array(0);

/** Where nothing was opened yet. */
const nothing: Column = {
  n: 0,
  layout: Layout.constant,
  width: 0,
  unit: 1,
  base: 0,
  least: 0,
  buffer: noCells.buffer,
  data: 0,
};

/**
 * Reads a column from its first number on, some at a time. One cursor is opened on many columns in turn: a function made for
 * each was compiled for each, and seeks waited for that.
 */
export class ColumnCursor {
  private column = nothing;
  private cells: Uint8Array | Uint16Array | Uint32Array | Float64Array = noCells;
  /** The upper 16 bits of numbers of six bytes. */
  private high: Uint16Array = noCells;
  /** Numbers read so far, and the last of them. */
  private done = 0;
  private last = 0;

  /** Begins with the first number of this column. */
  open(column: Column): this {
    const { n, layout, width, buffer, data } = column;
    this.column = column;
    this.done = 0;
    if (layout === Layout.bitOffsets || layout === Layout.bitSteps)
      this.cells = new Uint32Array(buffer, data, wordsFor(n, width));
    else if (layout === Layout.doubles) this.cells = new Float64Array(buffer, data, n);
    else if (width === 6) {
      this.cells = new Uint32Array(buffer, data, n);
      this.high = new Uint16Array(buffer, data + 4 * n, n);
    } else if (layout !== Layout.constant) this.cells = cellsAt(buffer, data, width, n);
    return this;
  }

  /** Reads the next `n` numbers, which must be there, to out[at] and on. */
  read(out: Float64Array, at: number, n: number): void {
    if (n === 0) return;
    const { done } = this;
    const { layout, base, least, unit } = this.column;
    this.done = done + n;
    if (layout !== Layout.steps && layout !== Layout.bitSteps) {
      this.take(base, unit, done, n, out, at);
      return;
    }
    this.take(least, 1, done, n, out, at);
    out[at] = done === 0 ? base : this.last + out[at];
    for (let i = at + 1; i < at + n; i++) out[i] += out[i - 1];
    this.last = out[at + n - 1];
  }

  /** out[at + i] = first + cell * unit, for the `n` cells from cell `from` on. */
  private take(first: number, unit: number, from: number, n: number, out: Float64Array, at: number): void {
    const { cells } = this;
    const { layout, width } = this.column;
    if (layout === Layout.constant) out.fill(first, at, at + n);
    else if (layout === Layout.bitOffsets || layout === Layout.bitSteps)
      readOffsets(cells as Uint32Array, width, from, n, first, unit, out, at);
    else if (layout === Layout.doubles) out.set(cells.subarray(from, from + n), at);
    else if (width === 1) read8(cells as Uint8Array, from, n, first, unit, out, at);
    else if (width === 2) read16(cells as Uint16Array, from, n, first, unit, out, at);
    else if (width === 4) read32(cells as Uint32Array, from, n, first, unit, out, at);
    else read48(cells as Uint32Array, this.high, from, n, first, unit, out, at);
  }
}

// One function for each type of array: loops over arrays of one type take a third of the time of loops over five.

function read8(cells: Uint8Array, from: number, n: number, first: number, unit: number, out: Float64Array, at: number): void {
  for (let i = 0; i < n; i++) out[at + i] = first + cells[from + i] * unit;
}

function read16(cells: Uint16Array, from: number, n: number, first: number, unit: number, out: Float64Array, at: number): void {
  for (let i = 0; i < n; i++) out[at + i] = first + cells[from + i] * unit;
}

function read32(cells: Uint32Array, from: number, n: number, first: number, unit: number, out: Float64Array, at: number): void {
  for (let i = 0; i < n; i++) out[at + i] = first + cells[from + i] * unit;
}

function read48(
  low: Uint32Array,
  high: Uint16Array,
  from: number,
  n: number,
  first: number,
  unit: number,
  out: Float64Array,
  at: number,
): void {
  for (let i = 0; i < n; i++) out[at + i] = first + (high[from + i] * TWO_32 + low[from + i]) * unit;
}
