import { ColumnReader, type ColumnWriter } from '../../base/columns.ts';
import type { EntryColumns } from './cells.ts';
import type { Journal } from './journal.ts';
import { PAGE_SIZE, type PageTable, PMD_SIZE } from './page-table.ts';
import { TableBuilder } from './table-builder.ts';
import { type Changes, GONE, joinChanges, readChanges } from './table-changes.ts';

/** Writes all entries of a page table. */
export function writeTable(pt: PageTable, to: ColumnWriter): void {
  const indices: number[] = [];
  const counts: number[] = [];
  const tables = pt.tablesInOrder();
  const cells = pt.entryColumns;
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
      slot[at] = cells.slot[k];
      pfn[at] = cells.pfn[k];
      info[at] = cells.info[k];
      since[at] = cells.since[k];
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
  const cells = pt.entryColumns;
  let kept = 0;
  for (let i = 0; i < n; i++) {
    const at = pt.placeOf(pages[i] * PAGE_SIZE);
    if (at < 0) {
      info[i] = GONE;
      continue;
    }
    info[i] = cells.info[at];
    pfn[kept] = cells.pfn[at];
    since[kept++] = cells.since[at];
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
  else loadUnchanged(pt, tables);
  for (const [index, { pfn, info, since }] of huge) if (info !== GONE) pt.setPmd(index * PMD_SIZE, pfn, info, since);
}

interface Tables extends EntryColumns {
  readonly indices: Float64Array;
  readonly counts: Uint16Array;
  readonly slot: Uint16Array;
  readonly pfn: Float64Array;
  readonly info: Uint16Array;
  readonly since: Float64Array;
}

function readTables(from: ColumnReader): Tables {
  return {
    indices: from.numbers(),
    counts: from.numbers(new Uint16Array(from.length)),
    slot: from.numbers(new Uint16Array(from.length)),
    pfn: from.numbers(),
    info: from.numbers(new Uint16Array(from.length)),
    since: from.numbers(),
  };
}

function readHuge(from: ColumnReader): Map<number, { readonly pfn: number; readonly info: number; readonly since: number }> {
  const [indices, pfn, info, since] = [from.numbers(), from.numbers(), from.numbers(), from.numbers()];
  return new Map(Array.from(indices, (index, i) => [index, { pfn: pfn[i], info: info[i], since: since[i] }]));
}

function loadUnchanged(pt: PageTable, { indices, counts, slot, pfn, info, since }: Tables): void {
  const cells = pt.load(indices, counts, slot.length);
  cells.slot.set(slot);
  cells.pfn.set(pfn);
  cells.info.set(info);
  cells.since.set(since);
}

/** Goes through the tables and what changed in them side by side, in the order of addresses. */
function loadChanged(pt: PageTable, tables: Tables, changes: Changes): void {
  const most = tables.slot.length + changes.n;
  const to = new TableBuilder(most);
  let k = 0;
  let c = 0;
  for (let t = 0; t < tables.indices.length; t++) {
    const base = tables.indices[t] * 512;
    for (const end = k + tables.counts[t]; k < end; k++) {
      const page = base + tables.slot[k];
      for (; c < changes.n && changes.page[c] < page; c++) to.addChange(changes, c);
      if (c < changes.n && changes.page[c] === page) to.addChange(changes, c++);
      else to.add(page, tables.pfn[k], tables.info[k], tables.since[k]);
    }
  }
  for (; c < changes.n; c++) to.addChange(changes, c);
  loadUnchanged(pt, to.take());
}
