import type { ColumnWriter } from '../../base/columns/column-writer.ts';
import type { Journal } from './journal.ts';
import type { PageTable } from './page-table.ts';
import { GONE } from './table-changes.ts';

/** Writes all entries of a page table. */
export function writeTable(pt: PageTable, to: ColumnWriter): void {
  const indices: number[] = [];
  const counts: number[] = [];
  const tables = pt.tablesInOrder();
  const { marks, pairs } = pt.entryCells;
  let n = 0;
  for (const table of tables) {
    indices.push(table.index);
    counts.push(table.n);
    n += table.n;
  }
  const slot = new Uint16Array(n);
  const pfn = new Float64Array(n);
  const info = new Uint16Array(n);
  const since = new Float64Array(n);
  let at = 0;
  for (const table of tables) {
    for (let k = table.first; k < table.first + table.n; k++, at++) {
      slot[at] = marks[k] >>> 16;
      info[at] = marks[k];
      pfn[at] = pairs[2 * k];
      since[at] = pairs[2 * k + 1];
    }
  }
  for (const column of [indices, counts, slot, pfn, info, since]) to.numbers(column);
  const huge = [...pt.hugeEntries];
  to.numbers(huge.map(([index]) => index));
  to.numbers(huge.map(([, entry]) => entry.pfn));
  to.numbers(huge.map(([, entry]) => entry.info));
  to.numbers(huge.map(([, entry]) => entry.since));
}

/** Writes what the entries that changed since the journal was emptied are now. */
export function writeTableChanges(pt: PageTable, journal: Journal, to: ColumnWriter): void {
  const pages = journal.changedPages();
  const n = pages.length;
  const info = new Uint16Array(n);
  const pfn = new Float64Array(n);
  const since = new Float64Array(n);
  const cells = pt.entryCells;
  const { marks, pairs } = cells;
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const index = Math.floor(pages[i] / 512);
    const table = pt.tableAt(index);
    const at = table ? cells.find(table, pages[i] - index * 512) : -1;
    if (!table || at < 0) {
      info[i] = GONE;
      continue;
    }
    info[i] = marks[at];
    pfn[kept] = pairs[2 * at];
    since[kept++] = pairs[2 * at + 1];
  }
  const huge = journal.changedPmds();
  const entries = huge.map((index) => pt.hugeEntries.get(index));
  for (const column of [pages, info, pfn.subarray(0, kept), since.subarray(0, kept), huge]) to.numbers(column);
  to.numbers(entries.map((entry) => entry?.pfn ?? 0));
  to.numbers(entries.map((entry) => entry?.info ?? GONE));
  to.numbers(entries.map((entry) => entry?.since ?? 0));
}
