import { type CellColumns, newColumns } from './cells.ts';
import type { PageTable } from './page-table.ts';
import { type Changes, GONE } from './table-changes.ts';

/** Gathers entries by ascending page number into PTE tables. */
export class TableBuilder {
  private readonly indices: number[] = [];
  private readonly counts: number[] = [];
  private readonly columns: CellColumns;
  private n = 0;
  private index = -1;

  /** `most`: how many entries there may be. */
  constructor(most: number) {
    this.columns = newColumns(most);
  }

  add(page: number, pfn: number, info: number, since: number): void {
    const index = Math.floor(page / 512);
    if (index !== this.index) {
      this.index = index;
      this.indices.push(index);
      this.counts.push(0);
    }
    const { columns, n } = this;
    this.counts[this.counts.length - 1]++;
    columns.slot[n] = page - index * 512;
    columns.pfn[n] = pfn;
    columns.info[n] = info;
    columns.since[n] = since;
    this.n++;
  }

  /** Adds what a page changed to, unless it is gone. */
  addChange({ page, pfn, info, since }: Changes, at: number): void {
    if (info[at] !== GONE) this.add(page[at], pfn[at], info[at], since[at]);
  }

  /** Puts all into an empty page table; nothing may be added afterwards. */
  fill(pt: PageTable): void {
    pt.load(Float64Array.from(this.indices), Uint16Array.from(this.counts), this.columns);
  }
}
