import type { ColumnReader } from '../../base/columns/column-reader.ts';
import { ColumnWindow } from '../../base/columns/column-window.ts';
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
  private readonly slot = new ColumnWindow(AT_ONCE);
  private readonly pfn = new ColumnWindow(AT_ONCE);
  private readonly info = new ColumnWindow(AT_ONCE);
  private readonly since = new ColumnWindow(AT_ONCE);
  /** Entries of all tables. */
  n = 0;
  private indices = new Float64Array(0);
  private counts = new Float64Array(0);
  private filled = 0;
  private left = 0;
  private t = 0;

  /** Begins with what comes next of this piece. */
  open(from: ColumnReader): void {
    this.indices = from.numbers();
    this.counts = from.numbers();
    this.n = from.length;
    this.left = this.n;
    for (const column of [this.slot, this.pfn, this.info, this.since]) column.open(from);
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
    const slot = this.slot.values;
    const pfn = this.pfn.values;
    const info = this.info.values;
    const since = this.since.values;
    for (let k = this.first; k < this.end; k++) builder.put(slot[k], pfn[k], info[k], since[k]);
  }

  /** Lays the entries of the present table, so that changes can be laid over them. */
  layInto(builder: TableBuilder): void {
    const slot = this.slot.values;
    const pfn = this.pfn.values;
    const info = this.info.values;
    const since = this.since.values;
    for (let k = this.first; k < this.end; k++) builder.lay(slot[k], pfn[k], info[k], since[k]);
  }

  private fill(): void {
    const kept = this.filled - this.end;
    const more = Math.min(AT_ONCE - kept, this.left);
    for (const column of [this.slot, this.pfn, this.info, this.since]) column.slide(this.end, this.filled, more);
    this.end = 0;
    this.filled = kept + more;
    this.left -= more;
  }
}
