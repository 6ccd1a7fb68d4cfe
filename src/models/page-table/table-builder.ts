import { type CellColumns, newColumns } from './cells.ts';
import { asksFor, type PageCall } from './page-call.ts';
import { PAGE_SIZE, PMD_SIZE } from './page-table.ts';
import type { TableSink } from './table-sink.ts';

/**
 * A restored table has room for so many entries more: most of those that are set in it before the moment that is asked for then
 * need not move all of it, which took 23 ms of a cold seek of 229.
 */
const roomFor = (n: number): number => Math.min(512, n + 4 + (n >> 5));

/** Gathers PTE tables by ascending index. */
export class TableBuilder {
  private indices: number[] = [];
  private counts: number[] = [];
  private rooms: number[] = [];
  private columns: CellColumns = newColumns(0);
  private index = 0;
  private first = 0;
  private end = 0;
  private call: PageCall | null = null;
  /** Of a table whose entries come in no order: which slots are taken, and by what. */
  private readonly taken = new Uint32Array(16);
  private readonly info = new Uint16Array(512);
  private readonly pfn = new Float64Array(512);
  private readonly since = new Float64Array(512);

  /** Forgets what there was. `entries`, `tables`: how many there will be, more or less; `call` is told of every page that is mapped. */
  begin(entries: number, tables: number, call: PageCall | null): void {
    const most = entries + (entries >> 5) + 4 * tables;
    this.columns = newColumns(most + (most >> 3) + 512);
    this.indices = [];
    this.counts = [];
    this.rooms = [];
    this.taken.fill(0);
    this.call = call;
    this.first = 0;
    this.end = 0;
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
    const { end, call } = this;
    marks[end] = (slot << 16) | info;
    pairs[2 * end] = pfn;
    pairs[2 * end + 1] = since;
    this.end++;
    if (call !== null && asksFor(call, pfn)) call.tell(pfn, this.index * PMD_SIZE + slot * PAGE_SIZE);
  }

  /** Lays an entry over what the slot holds; settle() puts what remains. */
  lay(slot: number, pfn: number, info: number, since: number): void {
    this.taken[slot >> 5] |= 1 << (slot & 31);
    this.info[slot] = info;
    this.pfn[slot] = pfn;
    this.since[slot] = since;
  }

  /** Empties a slot of those that were laid. */
  drop(slot: number): void {
    this.taken[slot >> 5] &= ~(1 << (slot & 31));
  }

  /** Puts what was laid. */
  settle(): void {
    const { taken, info, pfn, since } = this;
    for (let word = 0; word < 16; word++) {
      for (let bits = taken[word]; bits !== 0; bits &= bits - 1) {
        const slot = word * 32 + 31 - Math.clz32(bits & -bits);
        this.put(slot, pfn[slot], info[slot], since[slot]);
      }
      taken[word] = 0;
    }
  }

  /** Puts all into an empty page table, whose columns are no longer its own. */
  fill(pt: TableSink): void {
    this.close();
    const { indices, counts, rooms, columns } = this;
    pt.load(new Float64Array(indices), new Uint16Array(counts), new Uint16Array(rooms), columns, this.end);
    this.columns = newColumns(0);
    this.call = null;
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
