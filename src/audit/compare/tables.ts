import { hex } from '../../base/word.ts';
import { compareNumber, defineComparison } from './define.ts';

/** PTE tables as a set: where each is linked, and its page frame where the replay knows it. */
export const tables = defineComparison({
  name: 'pte-table',
  about: 'PTE tables: place and pfn against the page-table walk',
  compare({ mm, snapshot }, tally, report) {
    if (!snapshot.walk) return false;
    const replayed = mm ? mm.tables.pte : [];
    if (!replayed) {
      tally.unknown += snapshot.walk.tables.size;
      return true;
    }
    const seen = new Set<number>();
    for (const table of replayed) {
      const { va, certainty } = table;
      const right = snapshot.walk.tables.get(va);
      seen.add(va);
      const replay = table.pfn === null ? 'table' : `table pfn ${hex(table.pfn)}`;
      if (!right) {
        tally.extra[certainty]++;
        report({ what: 'extra', where: hex(va), kernel: 'none', replay, certainty, since: null });
      } else if (table.pfn !== null && table.pfn !== right.pfn) {
        tally.different[certainty]++;
        report({ what: 'different', where: hex(va), kernel: `table pfn ${hex(right.pfn)}`, replay, certainty, since: null });
      } else {
        tally.matched[certainty]++;
      }
    }
    for (const [va, { pfn }] of snapshot.walk.tables) {
      if (seen.has(va)) continue;
      tally.missing++;
      report({ what: 'missing', where: hex(va), kernel: `table pfn ${hex(pfn)}`, replay: 'none', certainty: null, since: null });
    }
    return true;
  },
});

/** Of the PTE tables that are there, which have no entry at all. */
export const emptyTables = defineComparison({
  name: 'empty-table',
  about: 'which PTE tables are empty, against the page-table walk',
  compare({ mm, snapshot }, tally, report) {
    if (!snapshot.walk) return false;
    const word = (empty: boolean | null): string | null => (empty === null ? null : empty ? 'empty' : 'not empty');
    for (const table of mm?.tables.pte ?? []) {
      const right = snapshot.walk.tables.get(table.va);
      if (right) compareNumber(word(right.empty), word(table.empty), table.certainty, tally, report, hex(table.va));
    }
    return true;
  },
});

/** Bytes of page tables: mm->pgtables_bytes, which status prints rounded down to kB. */
export const tableBytes = defineComparison({
  name: 'table-bytes',
  about: 'bytes of page tables against mm->pgtables_bytes or status VmPTE',
  compare({ mm, snapshot }, tally, report) {
    const kernel = snapshot.dump?.tableBytes ?? snapshot.status?.tableBytes ?? null;
    return compareNumber(kernel, mm?.tables.bytes ?? null, mm?.tables.certainty ?? 'unknown', tally, report);
  },
});
