import { blockPages } from '../../base/order.ts';
import { hex } from '../../base/word.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { Kind } from '../../models/page-table/entry.ts';
import type { Stale } from '../../models/tlb/stale-tlb.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Why = numbered(whyWords);

/** The first stale translation of these pages that satisfies `wanted`. */
function find(c: Case, pfn: number, pages: number, wanted: (stale: Stale) => boolean): Stale | undefined {
  const { stale } = c.p;
  for (let i = 0; i < pages; i++) {
    const found = stale.ofPfn(pfn + i).find(wanted);
    if (found) return found;
  }
  return undefined;
}

export const freeFlushed = defineRule({
  id: 'A3',
  system: 'A',
  severity: 'B',
  meaning: 'no CPU can still reach a page that is freed: its translations were flushed',
  source: 'mm/mmu_gather.c, tlb_flush_mmu(); mm/rmap.c, try_to_unmap_flush()',
  needs: [
    'mmstep_pte_clear',
    'mmstep_tlb_flush',
    'mm_page_free',
    'or rmap, zap and flush_tlb_mm_range probes for zaps of anonymous pages',
  ],
  before: {
    folio_free(c, { pfn, order }) {
      if (!c.p.printed.pte || !c.p.printed.flush) return judgeZapped(c, pfn);
      const left = find(c, pfn, blockPages(order), () => true);
      if (!left) return c.ok();
      c.fail({
        what: `page ${hex(left.pfn)} is freed while CPUs may use it at ${hex(left.va)}`,
        ...placeOf(left),
        because: [left.since],
      });
    },
  },
});

/** By probes alone: a page that this very task has zapped. */
function judgeZapped(c: Case, pfn: number) {
  const { zapped } = c.p.task;
  const since = zapped?.unflushed.get(pfn);
  if (!zapped || !c.p.printed.flushCall || c.p.design.rmap === 'A3') return c.skip(inputs.flush);
  if (since !== undefined)
    return c.fail({ what: `page ${hex(pfn)} is freed before the zap that unmapped it has flushed`, pfn, because: [since] });
  if (zapped.flushed.delete(pfn)) c.ok();
  else c.skip(inputs.flush);
}

const placeOf = (stale: Stale): { mm: number; va: number; pfn: number } => ({ mm: stale.mm, va: stale.va, pfn: stale.pfn });

/** A store that nobody sees can follow the clean: exact in kernels that delay the rmap, a known window in those that do not. */
export const cleanFlushed = defineRule({
  id: 'A8',
  system: 'A',
  severity: 'C',
  meaning: 'a folio is not cleaned as unmapped while a CPU can write to it through a stale dirty translation',
  source: 'mm/rmap.c, folio_mkclean(); mm/memory.c, zap_present_folio_ptes()',
  needs: ['mmstep_pte_clear', 'mmstep_tlb_flush', 'mmstep_folio_clean', 'rmap probes'],
  before: {
    step_folio_dirty(c, { pfn, dirty }) {
      if (dirty === 1) return;
      const folio = c.p.folios.find(pfn);
      if (!c.p.printed.pte || !c.p.printed.flush) return c.skip(inputs.flush);
      if (!folio?.counted) return c.skip(inputs.mapcount);
      const left = find(c, folio.head, folio.pages, (stale) => stale.writable && stale.dirty);
      if (!left || folio.kind === Kind.anon || folio.mapped(left.pfn) >= 1) return c.ok();
      const { rmap } = c.p.design;
      c.fail({
        what: `page ${hex(pfn)} is cleaned as unmapped, a CPU may still write to it at ${hex(left.va)}`,
        ...placeOf(left),
        because: [left.since],
        possible: rmap === 'A0' || rmap === 'A1',
      });
    },
  },
});

export const pageoutFlushed = defineRule({
  id: 'A10',
  system: 'A',
  severity: 'C',
  meaning: 'writeback begins after the put-off flush of the unmaps before it',
  source: 'mm/vmscan.c, shrink_folio_list(): try_to_unmap_flush_dirty()',
  needs: ['mmstep_pte_clear', 'mmstep_tlb_flush', 'mmstep_writeback_begin'],
  before: {
    step_writeback(c, { pfn, busy }) {
      if (busy === 0) return;
      if (!c.p.printed.pte || !c.p.printed.flush) return c.skip(inputs.flush);
      const pages = c.p.folios.find(pfn)?.pages ?? 1;
      const left = find(c, pfn, pages, (stale) => stale.writable && stale.why === Why.unmap);
      if (!left) return c.ok();
      c.fail({
        what: `page ${hex(pfn)} is written while a CPU may still store to it at ${hex(left.va)}`,
        ...placeOf(left),
        because: [left.since],
      });
    },
  },
});

export const zapFlushesUnderLock = defineRule({
  id: 'A11',
  system: 'A',
  severity: 'C',
  meaning: 'a zap that cleared dirty file entries flushes before it drops the page-table lock',
  source: 'mm/memory.c, zap_pte_range(): force_flush',
  needs: ['mmstep_pte_clear', 'mmstep_tlb_flush', 'mmstep_ptl_unlock'],
  before: {
    step_ptl(c, { mm, table, held }) {
      if (held === 1) return;
      const hold = c.p.task.ptls.find((each) => each.table === table);
      if (!hold || hold.dirtyZaps === 0) return;
      if (!c.p.printed.flush) return c.skip(inputs.flush);
      const left = c.p.stale
        .ofMm(mm)
        .find(
          (s) =>
            s.since > hold.since &&
            s.why === Why.zap &&
            s.dirty &&
            Math.floor(s.va / 0x20_0000) === hold.index &&
            c.p.isFile(s.pfn),
        );
      c.judge(!left, () => ({
        what: 'the page-table lock is dropped before the flush of dirty entries',
        mm,
        table,
        va: left?.va,
        because: [left?.since ?? 0],
      }));
    },
  },
});

/** The old page is out of reach before the new one appears; its mapping is uncounted last. */
export const cowInOrder = defineRule({
  id: 'A14',
  system: 'A',
  severity: 'B',
  meaning: 'copy-on-write clears and flushes the old entry, then sets the new one, then uncounts the old mapping',
  source: 'mm/memory.c, wp_page_copy()',
  needs: ['mmstep_pte_set', 'mmstep_pte_clear', 'mmstep_tlb_flush'],
  before: {
    step_pte_set(c, { mm, va, why }) {
      if (why !== Why.cow) return;
      if (!c.p.printed.flush) return c.skip(inputs.flush);
      const left = c.p.stale.ofMm(mm).find((stale) => stale.va === va);
      c.judge(!left, () => ({
        what: `the copy is mapped at ${hex(va)} before the old page is flushed`,
        mm,
        va,
        pfn: left?.pfn,
        because: [left?.since ?? 0],
      }));
    },
    rmap_remove(c, { pfn, mm }) {
      const { cow } = c.p.task;
      if (!cow || cow.pfn !== pfn || cow.mm !== mm) return;
      c.judge(cow.set, () => ({
        what: `the old page ${hex(pfn)} is uncounted before the copy is mapped`,
        mm,
        pfn,
        va: cow.va,
        because: [cow.since],
      }));
    },
  },
});
