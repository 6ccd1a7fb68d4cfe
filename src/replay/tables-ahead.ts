import type { TableSink } from '../models/page-table/table-sink.ts';

/** What one page table is made of: the whole piece, then what changed since, oldest first. */
export type Pieces = readonly Uint8Array[];

/** Reads page tables elsewhere while the rest of a state is restored: in another thread. The core only asks. */
export interface TablesAhead {
  /** Fewer bytes of pieces are read sooner than given away. */
  readonly leastBytes: number;
  /** A state with so many page tables will be restored; what was not read of others by now will not be. */
  begin(tables: number): TablesBegun;
}

/** The page tables of one state. */
export interface TablesBegun {
  /** Page table `i` will be asked for; those put first are read first. */
  put(i: number, pieces: Pieces): void;
  /** Fills page table `i`, having waited for it where it is being read; false when whoever asks is to read it. */
  take(i: number, into: TableSink): boolean;
}
