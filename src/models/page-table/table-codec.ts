import { ColumnReader } from '../../base/columns/column-reader.ts';
import type { ColumnWriter } from '../../base/columns/column-writer.ts';
import { type CellColumns, newColumns } from './cells.ts';
import type { Journal } from './journal.ts';
import { type PageTable, PMD_SIZE } from './page-table.ts';
import { TableBuilder } from './table-builder.ts';
import { type Changes, GONE, joinChanges, readChanges } from './table-changes.ts';

/** Writes all entries of a page table. */
export function writeTable(pt: PageTable, to: ColumnWriter): void {
  const indices: number[] = [];
  const counts: number[] = [];
  const tables = pt.tablesInOrder();
  const { words, doubles } = pt.entryCells;
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
      slot[at] = words[k];
      pfn[at] = doubles[k];
      info[at] = words[k + table.gap];
      since[at] = doubles[k + table.gap];
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
  const { words, doubles } = cells;
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const index = Math.floor(pages[i] / 512);
    const table = pt.tableAt(index);
    const at = table ? cells.find(table, pages[i] - index * 512) : -1;
    if (!table || at < 0) {
      info[i] = GONE;
      continue;
    }
    info[i] = words[at + table.gap];
    pfn[kept] = doubles[at];
    since[kept++] = doubles[at + table.gap];
  }
  const huge = journal.changedPmds();
  const entries = huge.map((index) => pt.hugeEntries.get(index));
  for (const column of [pages, info, pfn.subarray(0, kept), since.subarray(0, kept), huge]) to.numbers(column);
  to.numbers(entries.map((entry) => entry?.pfn ?? 0));
  to.numbers(entries.map((entry) => entry?.info ?? GONE));
  to.numbers(entries.map((entry) => entry?.since ?? 0));
}

/**
 * Fills an empty page table: `pieces` are what writeTable() wrote, then what writeTableChanges() wrote since, oldest first.
 * All are merged column by column, since putting single changes in takes several times as long.
 */
export function readTable(pt: PageTable, pieces: readonly Uint8Array[]): void {
  const [whole, ...later] = pieces.map((bytes) => new ColumnReader(bytes));
  const tables = readTables(whole);
  const huge = readHuge(whole);
  const changes = later.map((reader) => {
    const read = readChanges(reader);
    for (const [index, entry] of readHuge(reader)) huge.set(index, entry);
    return read;
  });
  const joined = joinChanges(changes);
  if (joined) loadChanged(pt, tables, joined);
  else pt.load(tables.indices, tables.counts, tables.columns);
  for (const [index, { pfn, info, since }] of huge) if (info !== GONE) pt.setPmd(index * PMD_SIZE, pfn, info, since);
}

interface Tables {
  readonly indices: Float64Array;
  readonly counts: Uint16Array;
  /** The entries of all tables, one table after the other; there is room behind. */
  readonly columns: CellColumns;
  readonly n: number;
}

function readTables(from: ColumnReader): Tables {
  const indices = from.numbers();
  const counts = from.numbers(new Uint16Array(from.length));
  const n = from.length;
  const columns = newColumns(n);
  for (const column of [columns.slot, columns.pfn, columns.info, columns.since]) from.numbers(column);
  return { indices, counts, columns, n };
}

function readHuge(from: ColumnReader): Map<number, { readonly pfn: number; readonly info: number; readonly since: number }> {
  const [indices, pfn, info, since] = [from.numbers(), from.numbers(), from.numbers(), from.numbers()];
  return new Map(Array.from(indices, (index, i) => [index, { pfn: pfn[i], info: info[i], since: since[i] }]));
}

/** Goes through the tables and what changed in them side by side, in the order of addresses. */
function loadChanged(pt: PageTable, { indices, counts, columns, n }: Tables, changes: Changes): void {
  const { slot, pfn, info, since } = columns;
  const to = new TableBuilder(n + changes.n);
  let k = 0;
  let c = 0;
  for (let t = 0; t < indices.length; t++) {
    const base = indices[t] * 512;
    for (const end = k + counts[t]; k < end; k++) {
      const page = base + slot[k];
      for (; c < changes.n && changes.page[c] < page; c++) to.addChange(changes, c);
      if (c < changes.n && changes.page[c] === page) to.addChange(changes, c++);
      else to.add(page, pfn[k], info[k], since[k]);
    }
  }
  for (; c < changes.n; c++) to.addChange(changes, c);
  to.fill(pt);
}
