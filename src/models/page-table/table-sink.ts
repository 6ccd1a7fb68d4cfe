import type { CellColumns } from './cells.ts';

/** Takes in the entries of a page table while it is empty. */
export interface TableSink {
  /**
   * PTE tables by ascending index, with numbers of entries and of those there is room for, which lie one after the other in the
   * columns, before position `end`; these are its own now.
   */
  load(indices: Float64Array, counts: Uint16Array, rooms: Uint16Array, columns: CellColumns, end: number): void;
  /** The PMD entry that maps va. */
  setPmd(va: number, pfn: number, info: number, since: number): void;
}
