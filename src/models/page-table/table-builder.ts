import { type CellColumns, newColumns } from './cells.ts';
import type { PageTable } from './page-table.ts';

/**
 * A restored table has room for so many entries more: most of those that are set in it before the moment that is asked for then
 * need not move all of it, which took 23 ms of a cold seek of 229.
 */
const roomFor = (n: number): number => Math.min(512, n + 4 + (n >> 5));

/** Gathers PTE tables by ascending index. */
export class TableBuilder {
  private readonly indices: number[] = [];
  private readonly counts: number[] = [];
  private readonly rooms: number[] = [];
  private columns: CellColumns;
  private index = 0;
  private first = 0;
  private end = 0;

  /** `entries`, `tables`: how many there will be, more or less. */
  constructor(entries: number, tables: number) {
    const most = entries + (entries >> 5) + 4 * tables;
    this.columns = newColumns(most + (most >> 3) + 512);
  }

  /** Begins a table; one that stays empty is none. */
  open(index: number): void {
    this.close();
    if (this.end + 512 > this.columns.marks.length) this.lengthen();
    this.index = index;
  }

  /** Adds an entry to the table, by ascending slot. */
  put(slot: number, pfn: number, info: number, since: number): void {
    const { marks, pairs } = this.columns;
    const { end } = this;
    marks[end] = (slot << 16) | info;
    pairs[2 * end] = pfn;
    pairs[2 * end + 1] = since;
    this.end++;
  }

  /** Puts all into an empty page table; nothing may be added afterwards. */
  fill(pt: PageTable): void {
    this.close();
    const { indices, counts, rooms, columns } = this;
    pt.load(Float64Array.from(indices), Uint16Array.from(counts), Uint16Array.from(rooms), columns, this.end);
  }

  private close(): void {
    const n = this.end - this.first;
    if (n > 0) {
      const room = roomFor(n);
      this.indices.push(this.index);
      this.counts.push(n);
      this.rooms.push(room);
      this.first += room;
    }
    this.end = this.first;
  }

  private lengthen(): void {
    const { marks, pairs } = this.columns;
    this.columns = newColumns(marks.length + (marks.length >> 1));
    this.columns.marks.set(marks);
    this.columns.pairs.set(pairs);
  }
}
