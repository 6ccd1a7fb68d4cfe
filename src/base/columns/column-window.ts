import { ColumnCursor } from './column-cursor.ts';
import type { ColumnReader } from './column-reader.ts';

/** Some numbers of a column that is read little by little; one window is opened on many columns in turn. */
export class ColumnWindow {
  readonly values: Float64Array;
  private readonly cursor = new ColumnCursor();

  /** `room`: how many numbers it can hold. */
  constructor(room: number) {
    this.values = new Float64Array(room);
  }

  /** Begins with the next column of the reader; holds nothing yet. */
  open(from: ColumnReader): void {
    from.open(this.cursor);
  }

  /** Keeps the numbers at [from, to) as its first, and reads `n` more behind them, which must be there. */
  slide(from: number, to: number, n: number): void {
    if (to > from) this.values.copyWithin(0, from, to);
    this.cursor.read(this.values, to - from, n);
  }
}
