import { ColumnCursor } from '../../base/columns/column-cursor.ts';
import type { ColumnReader } from '../../base/columns/column-reader.ts';
import type { TableBuilder } from './table-builder.ts';

/** So many entries are read at once: a table by itself is often small, 17 entries on average in 20 million generated events. */
const AT_ONCE = 2048;

/** What writeTable() wrote of PTEs, gone through table by table: the whole is never laid out, only what becomes of it. */
export class WholeTable {
  /** Table index of the next table; infinite where there is none. */
  next = Number.POSITIVE_INFINITY;
  /** The entries of the present table are those from `first` to `end`. */
  private first = 0;
  private end = 0;
  private readonly slot = new Float64Array(AT_ONCE);
  private readonly pfn = new Float64Array(AT_ONCE);
  private readonly info = new Float64Array(AT_ONCE);
  private readonly since = new Float64Array(AT_ONCE);
  /** Entries of all tables. */
  n = 0;
  private indices = new Float64Array(0);
  private counts = new Float64Array(0);
  private readonly slots = new ColumnCursor();
  private readonly pfns = new ColumnCursor();
  private readonly infos = new ColumnCursor();
  private readonly sinces = new ColumnCursor();
  private filled = 0;
  private left = 0;
  private t = 0;

  /** Begins with what comes next of this piece. */
  open(from: ColumnReader): void {
    this.indices = from.numbers();
    this.counts = from.numbers();
    this.n = from.length;
    this.left = this.n;
    for (const cursor of [this.slots, this.pfns, this.infos, this.sinces]) from.open(cursor);
    this.next = this.indices.length > 0 ? this.indices[0] : Number.POSITIVE_INFINITY;
    this.first = 0;
    this.end = 0;
    this.filled = 0;
    this.t = 0;
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

  /** Adds the entries of the present table. */
  putInto(builder: TableBuilder): void {
    const { slot, pfn, info, since, end } = this;
    for (let k = this.first; k < end; k++) builder.put(slot[k], pfn[k], info[k], since[k]);
  }

  /** Lays the entries of the present table, so that changes can be laid over them. */
  layInto(builder: TableBuilder): void {
    const { slot, pfn, info, since, end } = this;
    for (let k = this.first; k < end; k++) builder.lay(slot[k], pfn[k], info[k], since[k]);
  }

  private fill(): void {
    const kept = this.filled - this.end;
    const more = Math.min(AT_ONCE - kept, this.left);
    this.readMore(this.slot, this.slots, kept, more);
    this.readMore(this.pfn, this.pfns, kept, more);
    this.readMore(this.info, this.infos, kept, more);
    this.readMore(this.since, this.sinces, kept, more);
    this.end = 0;
    this.filled = kept + more;
    this.left -= more;
  }

  private readMore(column: Float64Array, cursor: ColumnCursor, kept: number, more: number): void {
    column.copyWithin(0, this.end, this.filled);
    cursor.read(column, kept, more);
  }
}
