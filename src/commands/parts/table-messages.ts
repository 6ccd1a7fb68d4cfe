import type { MessagePort } from 'node:worker_threads';
import type { CellColumns } from '../../models/page-table/cells.ts';
import type { Pieces } from '../../replay/tables-ahead.ts';

/** Who reads a page table, in an array that both threads see. */
export const Claim = { open: 0, here: 1, apart: 2 } as const;

/** To the reading thread: who reads the tables of the next state; then the tables, each with its place among them. */
export type ToReader =
  | { readonly kind: 'begin'; readonly round: number; readonly claims: Int32Array }
  | { readonly kind: 'table'; readonly i: number; readonly pieces: Pieces };

/** What a page table is filled with. */
export interface TableContents {
  readonly indices: Float64Array;
  readonly counts: Uint16Array;
  readonly rooms: Uint16Array;
  readonly columns: CellColumns;
  readonly end: number;
  readonly huge: readonly (readonly [va: number, pfn: number, info: number, since: number])[];
}

/** From it: what a table it claimed consists of; null where its pieces could not be read. */
export interface FromReader {
  readonly round: number;
  readonly i: number;
  readonly contents: TableContents | null;
}

/** How a thread begins: the port for all of that, and a count of answers, by which the other side wakes up. */
export interface ReaderStart {
  readonly port: MessagePort;
  readonly answers: Int32Array;
}
