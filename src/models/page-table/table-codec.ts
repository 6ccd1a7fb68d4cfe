import type { ColumnReader, ColumnWriter } from '../../base/columns.ts';
import type { Journal } from './journal.ts';
import { PAGE_SIZE, type PageTable, PMD_SIZE } from './page-table.ts';

/** Stands for "no entry any more" among attributes; no entry has all 16 bits set. */
const GONE = 0xffff;

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

/** Fills an empty page table with what writeTable() wrote. */
export function readTable(pt: PageTable, from: ColumnReader): void {
  const indices = from.numbers();
  const counts = from.numbers(new Uint16Array(from.length));
  const cells = pt.load(indices, counts, from.length);
  from.numbers(cells.slot);
  from.numbers(cells.pfn);
  from.numbers(cells.info);
  from.numbers(cells.since);
  const huge = from.numbers();
  const [pfns, infos, sinces] = [from.numbers(), from.numbers(), from.numbers()];
  for (let i = 0; i < huge.length; i++) pt.setPmd(huge[i] * PMD_SIZE, pfns[i], infos[i], sinces[i]);
}

/** Writes what the entries that changed since the journal was emptied are now. */
export function writeTableChanges(pt: PageTable, journal: Journal, to: ColumnWriter): void {
  const pages = journal.changedPages();
  const n = pages.length;
  const info = new Uint16Array(n);
  const pfn: number[] = [];
  const since: number[] = [];
  for (let i = 0; i < n; i++) {
    const va = pages[i] * PAGE_SIZE;
    const attributes = pt.infoAt(va);
    info[i] = attributes < 0 ? GONE : attributes;
    if (attributes < 0) continue;
    pfn.push(pt.pfnAt(va));
    since.push(pt.sinceAt(va));
  }
  const huge = journal.changedPmds();
  const entries = huge.map((index) => pt.hugeEntries.get(index));
  for (const column of [pages, info, pfn, since, huge]) to.numbers(column);
  to.numbers(entries.map((entry) => entry?.info ?? GONE));
  to.numbers(entries.map((entry) => entry?.pfn ?? 0));
  to.numbers(entries.map((entry) => entry?.since ?? 0));
}

/** Applies what writeTableChanges() wrote. */
export function applyTableChanges(pt: PageTable, from: ColumnReader): void {
  const pages = from.numbers();
  const info = from.numbers(new Uint16Array(from.length));
  const [pfn, since, huge] = [from.numbers(), from.numbers(), from.numbers()];
  const [hugeInfo, hugePfn, hugeSince] = [from.numbers(), from.numbers(), from.numbers()];
  // Removals first: a PMD entry and PTEs under it exclude each other, and setting one drops the other.
  for (let i = 0; i < huge.length; i++) if (hugeInfo[i] === GONE) pt.removePmd(huge[i] * PMD_SIZE);
  for (let i = 0; i < pages.length; i++) if (info[i] === GONE) pt.remove(pages[i] * PAGE_SIZE);
  for (let i = 0; i < huge.length; i++)
    if (hugeInfo[i] !== GONE) pt.setPmd(huge[i] * PMD_SIZE, hugePfn[i], hugeInfo[i], hugeSince[i]);
  let at = 0;
  for (let i = 0; i < pages.length; i++) {
    if (info[i] === GONE) continue;
    pt.set(pages[i] * PAGE_SIZE, pfn[at], info[i], since[at]);
    at++;
  }
}
