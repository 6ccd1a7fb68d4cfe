import { blockPages } from '../../base/order.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

/** Every uncounted mapping was counted before. */
export const mapcountNotNegative = defineRule({
  id: 'A1',
  system: 'A',
  severity: 'B',
  meaning: 'the mapcount of a page never falls below zero',
  source: 'mm/rmap.c, folio_remove_rmap_ptes(); "bad pte" of mm/memory.c',
  needs: ['rmap probes', 'mm_page_alloc'],
  after: {
    rmap_remove(c, { pfn, nr, level, mm }) {
      const folio = c.p.folios.find(pfn);
      if (!folio?.counted) return c.skip(inputs.mapcount);
      let lowest = folio.entireMapcount;
      if (level === 1) for (let i = 0; i < nr; i++) lowest = Math.min(lowest, folio.mapcount[pfn + i - folio.head] ?? 0);
      c.judge(lowest >= 0, () => ({
        what: `the mapcount of page 0x${pfn.toString(16)} is ${lowest} now`,
        pfn,
        mm,
        possible: folio.unsure,
      }));
    },
  },
});

export const freeUnmapped = defineRule({
  id: 'A2',
  system: 'A',
  severity: 'B',
  meaning: 'a page that is freed is mapped nowhere',
  source: 'mm/page_alloc.c, free_page_is_bad(): nonzero mapcount',
  needs: ['rmap probes', 'mm_page_free'],
  before: {
    folio_free(c, { pfn, order }) {
      const { folios } = c.p;
      let known = false;
      for (let i = 0; i < blockPages(order); i++) {
        const folio = folios.find(pfn + i);
        if (!folio) continue;
        if (!folio.counted) return c.skip(inputs.mapcount);
        known = true;
        const count = folio.mapcount[pfn + i - folio.head] + (order > 0 ? folio.entireMapcount : 0);
        if (count <= 0) continue;
        return c.fail({
          what: `page 0x${(pfn + i).toString(16)} is freed with mapcount ${count}`,
          pfn: pfn + i,
          possible: folio.unsure,
        });
      }
      if (known) c.ok();
    },
  },
});

/** Mappings, caches and pins each hold a reference. */
export const refsCoverMappings = defineRule({
  id: 'A5',
  system: 'A',
  severity: 'B',
  meaning: 'a living folio has at least one reference for each mapping, for the swap cache and for its pins',
  source: 'mm/rmap.c, mm/gup.c; the check in mm/memory.c __wp_can_reuse_large_anon_folio()',
  needs: ['mmstep_folio_ref', 'rmap probes'],
  after: {
    step_folio_ref(c, { pfn, delta, refs }) {
      const folio = c.p.folios.find(pfn);
      if (!folio || delta > 0 || refs === 0) return;
      if (!folio.counted || folio.split || folio.swapEntry === null) return c.skip(inputs.mapcount);
      const mappings = folio.totalMapcount;
      const owed = mappings + (folio.swapEntry >= 0 ? 1 : 0) + Math.max(0, folio.pins);
      c.judge(refs >= owed, () => ({
        what: `folio 0x${folio.head.toString(16)} has ${refs} references, but ${mappings} mappings and ${folio.pins} pins`,
        pfn: folio.head,
      }));
    },
  },
});

export const mapcountMatchesEntries = defineRule({
  id: 'A6',
  system: 'A',
  severity: 'L',
  meaning: 'the mapcount of a page is the number of entries that map it, whenever a page-table lock is dropped',
  source: 'mm/rmap.c; Documentation/mm/transhuge.rst',
  needs: ['mmstep_pte_set', 'mmstep_pte_clear', 'mmstep_ptl_unlock', 'rmap probes'],
  before: {
    step_ptl(c, { table, held }) {
      if (held === 1) return;
      const hold = c.p.task.ptls.find((each) => each.table === table);
      if (!hold) return;
      for (const pfn of hold.touched) judgePage(c, pfn, hold.since);
    },
  },
});

function judgePage(c: Case, pfn: number, since: number) {
  const folio = c.p.folios.find(pfn);
  if (!folio) return;
  if (!folio.counted || folio.split) return c.skip(inputs.mapcount);
  if (folio.guessed) return c.skip(inputs.dup);
  // Another task is between an entry of the page and its count.
  for (const task of c.p.tasks.values()) {
    if (task.tid !== c.tid && task.ptls.some((hold) => hold.touched.has(pfn))) return;
    if (task.cow?.pfn === pfn) return;
  }
  const at = pfn - folio.head;
  const entries = folio.ptes[at] + folio.pmds;
  const mapcount = folio.mapcount[at] + folio.entireMapcount;
  c.judge(mapcount === entries, () => ({
    what: `page 0x${pfn.toString(16)} has mapcount ${mapcount}, but ${entries} entries map it`,
    pfn,
    because: [since],
  }));
}
