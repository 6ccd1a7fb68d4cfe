import { hex } from '../../base/word.ts';
import { compareNumber, defineComparison, lacking } from './define.ts';

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
    const { tables: walked } = snapshot.walk;
    const placeOf = new Map([...walked].map(([va, { pfn }]) => [pfn, va]));
    const seen = new Set<number>();
    for (const { va, pfn, certainty } of replayed) {
      const place = va ?? placeOf.get(pfn ?? -1);
      const right = place === undefined ? undefined : walked.get(place);
      const replay = `table${pfn === null ? '' : ` pfn ${hex(pfn)}`}`;
      const where = place === undefined ? 'somewhere' : hex(place);
      if (place !== undefined) seen.add(place);
      if (!right) {
        tally.extra[certainty]++;
        report({ what: 'extra', where, kernel: 'none', replay, certainty, since: null });
      } else if (va === null) {
        tally.unknown++;
        report({ what: 'unknown', where, kernel: `table pfn ${hex(right.pfn)}`, replay, certainty, since: null });
      } else if (pfn !== null && pfn !== right.pfn) {
        tally.different[certainty]++;
        report({ what: 'different', where, kernel: `table pfn ${hex(right.pfn)}`, replay, certainty, since: null });
      } else {
        tally.matched[certainty]++;
      }
    }
    for (const [va, { pfn }] of walked) if (!seen.has(va)) lacking(mm, hex(va), `table pfn ${hex(pfn)}`, tally, report);
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
    for (const { va, empty, certainty } of mm?.tables.pte ?? []) {
      const right = va === null ? undefined : snapshot.walk.tables.get(va);
      if (va !== null && right) compareNumber(word(right.empty), word(empty), certainty, tally, report, hex(va));
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
