import type { ColumnReader } from '../../base/columns/column-reader.ts';
import type { ColumnWriter } from '../../base/columns/column-writer.ts';
import type { FolioTable } from './folio-table.ts';

/** Writes the orders of all allocated pages. */
export function writeFolios(folios: FolioTable, to: ColumnWriter): void {
  const chunks = [...folios.orders].filter(([, chunk]) => chunk.some((order) => order > 0)).sort(([a], [b]) => a - b);
  to.numbers(chunks.map(([number]) => number));
  for (const [, chunk] of chunks) to.raw(chunk);
}

/** Fills an empty table with what writeFolios() wrote. */
export function readFolios(folios: FolioTable, from: ColumnReader): void {
  for (const number of from.numbers()) folios.loadChunk(number, from.raw().slice());
}

/** Writes what the allocations at these pages are now, by ascending pfn. */
export function writeFolioChanges(folios: FolioTable, pages: Float64Array, to: ColumnWriter): void {
  to.numbers(pages);
  to.numbers(pages.map((pfn) => folios.get(pfn)));
}

/** Applies what writeFolioChanges() wrote. */
export function applyFolioChanges(folios: FolioTable, from: ColumnReader): void {
  const pages = from.numbers();
  const orders = from.numbers();
  for (let i = 0; i < pages.length; i++) folios.put(pages[i], orders[i]);
}
