import type { ColumnReader } from '../../base/columns/column-reader.ts';
import { ColumnWindow } from '../../base/columns/column-window.ts';
import type { TableBuilder } from './table-builder.ts';

/** Stands for "no entry any more" among attributes; no entry has all 16 bits set. */
export const GONE = 0xffff;

/** So many changes are read at once: a table is made of tens of pieces, and what was read of all of them stays in the cache. */
const AT_ONCE = 256;

/** What writeTableChanges() wrote of PTEs, gone through table by table: pieces are never laid out to be joined. */
export class TableChanges {
  /** Table index of the next change; infinite where there is none. */
  next = Number.POSITIVE_INFINITY;
  /** How many changes there are. */
  n = 0;
  private readonly page = new ColumnWindow(AT_ONCE);
  private readonly info = new ColumnWindow(AT_ONCE);
  private readonly pfn = new ColumnWindow(AT_ONCE);
  private readonly since = new ColumnWindow(AT_ONCE);
  private at = 0;
  private filled = 0;
  private left = 0;

  /** Begins with what comes next of this piece. */
  open(from: ColumnReader): void {
    this.n = from.length;
    this.left = this.n;
    for (const column of [this.page, this.info, this.pfn, this.since]) column.open(from);
    this.fill();
  }

  /** Lays the changes of table `next`, which is open, over what it holds, and goes on to the next table. */
  turn(to: TableBuilder): void {
    const page = this.page.values;
    const info = this.info.values;
    const pfn = this.pfn.values;
    const since = this.since.values;
    const base = this.next * 512;
    const end = base + 512;
    do {
      let k = this.at;
      for (; k < this.filled && page[k] < end; k++) {
        if (info[k] === GONE) to.drop(page[k] - base);
        else to.lay(page[k] - base, pfn[k], info[k], since[k]);
      }
      this.at = k;
      if (k < this.filled) this.next = Math.floor(page[k] / 512);
      else this.fill();
    } while (this.next * 512 < end);
  }

  private fill(): void {
    const n = Math.min(AT_ONCE, this.left);
    this.left -= n;
    this.at = 0;
    this.filled = n;
    this.page.slide(0, 0, n);
    this.info.slide(0, 0, n);
    const info = this.info.values;
    const pfn = this.pfn.values;
    const since = this.since.values;
    // Only entries that are there have a page and an event: they are spread out over all changes.
    let there = 0;
    for (let k = 0; k < n; k++) if (info[k] !== GONE) there++;
    this.pfn.slide(0, 0, there);
    this.since.slide(0, 0, there);
    for (let k = n - 1; k >= 0 && there <= k; k--) {
      if (info[k] === GONE) continue;
      there--;
      pfn[k] = pfn[there];
      since[k] = since[there];
    }
    this.next = n > 0 ? Math.floor(this.page.values[0] / 512) : Number.POSITIVE_INFINITY;
  }
}
