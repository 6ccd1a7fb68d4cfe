import { ColumnReader } from '../../base/columns/column-reader.ts';
import type { ColumnWriter } from '../../base/columns/column-writer.ts';
import type { Journal } from './journal.ts';
import { type PageTable, PMD_SIZE } from './page-table.ts';
import { TableBuilder } from './table-builder.ts';
import { GONE, joinChanges, readChanges } from './table-changes.ts';
import { WholeTable } from './whole-table.ts';

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

/**
 * Fills an empty page table: `pieces` are what writeTable() wrote, then what writeTableChanges() wrote since, oldest first.
 * The changes are joined; the whole is read little by little, so that it is laid out once, as what becomes of it.
 */
export function readTable(pt: PageTable, pieces: readonly Uint8Array[]): void {
  const [first, ...later] = pieces.map((bytes) => new ColumnReader(bytes));
  const whole = new WholeTable(first);
  const huge = readHuge(first);
  const changes = later.map((reader) => {
    const read = readChanges(reader);
    for (const [index, entry] of readHuge(reader)) huge.set(index, entry);
    return read;
  });
  const joined = joinChanges(changes);
  const to = new TableBuilder(whole.n + (joined.n >> 1), whole.tables);
  const { slot, pfn, info, since } = whole;
  for (let c = 0; ; ) {
    const changed = c < joined.n ? Math.floor(joined.page[c] / 512) : Number.POSITIVE_INFINITY;
    const index = Math.min(whole.next, changed);
    if (index === Number.POSITIVE_INFINITY) break;
    to.open(index);
    let k = 0;
    let end = 0;
    if (whole.next === index) {
      whole.turn();
      k = whole.first;
      end = whole.end;
    }
    for (const base = index * 512; c < joined.n && joined.page[c] < base + 512; c++) {
      const at = joined.page[c] - base;
      for (; k < end && slot[k] < at; k++) to.put(slot[k], pfn[k], info[k], since[k]);
      if (k < end && slot[k] === at) k++;
      if (joined.info[c] !== GONE) to.put(at, joined.pfn[c], joined.info[c], joined.since[c]);
    }
    for (; k < end; k++) to.put(slot[k], pfn[k], info[k], since[k]);
  }
  to.fill(pt);
  for (const [index, entry] of huge) if (entry.info !== GONE) pt.setPmd(index * PMD_SIZE, entry.pfn, entry.info, entry.since);
}

function readHuge(from: ColumnReader): Map<number, { readonly pfn: number; readonly info: number; readonly since: number }> {
  const [indices, pfn, info, since] = [from.numbers(), from.numbers(), from.numbers(), from.numbers()];
  return new Map(Array.from(indices, (index, i) => [index, { pfn: pfn[i], info: info[i], since: since[i] }]));
}
