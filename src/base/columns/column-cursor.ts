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

/** Reads a column from its first number on, some at a time. */
export class ColumnCursor {
  private readonly column: Column;
  /** Numbers read so far, and the last of them. */
  private done = 0;
  private last = 0;

  constructor(column: Column) {
    this.column = column;
  }

  /** Reads the next `n` numbers, which must be there, to out[at] and on. */
  read(out: Float64Array, at: number, n: number): void {
    if (n === 0) return;
    const { layout, width, unit, base, least, buffer, data } = this.column;
    const from = this.done;
    switch (layout) {
      case Layout.constant:
        out.fill(base, at, at + n);
        break;
      case Layout.bitOffsets:
        readOffsets(this.bits(), width, from, n, base, unit, out, at);
        break;
      case Layout.bitSteps:
        readOffsets(this.bits(), width, from, n, least, 1, out, at);
        this.addUp(out, at, n);
        break;
      case Layout.doubles:
        out.set(new Float64Array(buffer, data + from * 8, n), at);
        break;
      case Layout.steps: {
        const cells = cellsAt(buffer, data, width, from + n);
        for (let i = 0; i < n; i++) out[at + i] = cells[from + i] * unit + least;
        this.addUp(out, at, n);
        break;
      }
      default:
        if (width === 6) this.readSixes(out, at, n);
        else {
          const cells = cellsAt(buffer, data, width, from + n);
          for (let i = 0; i < n; i++) out[at + i] = base + cells[from + i] * unit;
        }
    }
    this.done += n;
    this.last = out[at + n - 1];
  }

  private bits(): Uint32Array {
    const { buffer, data, n, width } = this.column;
    return new Uint32Array(buffer, data, wordsFor(n, width));
  }

  private readSixes(out: Float64Array, at: number, n: number): void {
    const { base, unit, buffer, data } = this.column;
    const low = new Uint32Array(buffer, data + 4 * this.done, n);
    const high = new Uint16Array(buffer, data + 4 * this.column.n + 2 * this.done, n);
    for (let i = 0; i < n; i++) out[at + i] = base + (high[i] * TWO_32 + low[i]) * unit;
  }

  /** Makes numbers of steps; the first number has none. */
  private addUp(out: Float64Array, at: number, n: number): void {
    out[at] = this.done === 0 ? this.column.base : this.last + out[at];
    for (let i = at + 1; i < at + n; i++) out[i] += out[i - 1];
  }
}
