import type { ColumnCursor } from '../../base/columns/column-cursor.ts';
import type { ColumnReader } from '../../base/columns/column-reader.ts';

/** So many entries are read at once: a table by itself is often small, 17 entries on average in 20 million generated events. */
const AT_ONCE = 2048;

/** What writeTable() wrote of PTEs, gone through table by table: the whole is never laid out, only what becomes of it. */
export class WholeTable {
  /** Table index of the next table; infinite where there is none. */
  next: number;
  /** The entries of the present table are those from `first` to `end`. */
  first = 0;
  end = 0;
  readonly slot = new Float64Array(AT_ONCE);
  readonly pfn = new Float64Array(AT_ONCE);
  readonly info = new Float64Array(AT_ONCE);
  readonly since = new Float64Array(AT_ONCE);
  /** Entries of all tables. */
  readonly n: number;
  private readonly indices: Float64Array;
  private readonly counts: Float64Array;
  private readonly cursors: readonly ColumnCursor[];
  private filled = 0;
  private left: number;
  private t = 0;

  constructor(from: ColumnReader) {
    this.indices = from.numbers();
    this.counts = from.numbers();
    this.n = from.length;
    this.left = this.n;
    this.cursors = [from.cursor(), from.cursor(), from.cursor(), from.cursor()];
    this.next = this.indices.length > 0 ? this.indices[0] : Number.POSITIVE_INFINITY;
  }

  /** How many tables there are. */
  get tables(): number {
    return this.indices.length;
  }

  /** Goes on to table `next`. */
  turn(): void {
    const n = this.counts[this.t++];
    this.next = this.t < this.indices.length ? this.indices[this.t] : Number.POSITIVE_INFINITY;
    if (this.filled - this.end < n) this.fill();
    this.first = this.end;
    this.end += n;
  }

  private fill(): void {
    const kept = this.filled - this.end;
    const more = Math.min(AT_ONCE - kept, this.left);
    for (const [i, column] of [this.slot, this.pfn, this.info, this.since].entries()) {
      column.copyWithin(0, this.end, this.filled);
      this.cursors[i].read(column, kept, more);
    }
    this.end = 0;
    this.filled = kept + more;
    this.left -= more;
  }
}
