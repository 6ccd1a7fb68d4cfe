import { hex } from '../../base/word.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { Kind } from '../../models/page-table/entry.ts';
import { inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Why = numbered(whyWords);
const delays = ({ rmap }: { readonly rmap: string }): boolean => rmap === 'A2' || rmap === 'A3';

export const rmapAfterFlush = defineRule({
  id: 'A7',
  system: 'A',
  severity: 'C',
  meaning: 'the mapping of a dirty file page is uncounted after the flush of its entry (kernels since 6.2)',
  source: 'mm/mmu_gather.c, tlb_flush_rmaps(); mm/memory.c, zap_present_folio_ptes()',
  needs: ['mmstep_pte_clear', 'mmstep_tlb_flush', 'rmap probes'],
  holdsFor: delays,
  before: {
    rmap_remove(c, { mm, pfn, nr, vmaStart, vmaEnd }) {
      if (!c.p.isFile(pfn)) return;
      if (!c.p.printed.pte || !c.p.printed.flush) return c.skip(inputs.flush);
      for (let i = 0; i < nr; i++) {
        const left = c.p.stale
          .ofPfn(pfn + i)
          .find((stale) => stale.mm === mm && stale.dirty && stale.why === Why.zap && stale.va >= vmaStart && stale.va < vmaEnd);
        if (!left) continue;
        return c.fail({
          what: `page ${hex(left.pfn)} is uncounted while a CPU may write to it at ${hex(left.va)}`,
          mm,
          pfn: left.pfn,
          va: left.va,
          because: [left.since],
        });
      }
      c.ok();
    },
  },
});

export const zapKeepsDirty = defineRule({
  id: 'A9',
  system: 'A',
  severity: 'C',
  meaning: 'a zap makes the folio dirty for each dirty file entry, before it drops the page-table lock',
  source: 'mm/memory.c, zap_present_folio_ptes(): folio_mark_dirty()',
  needs: ['mmstep_pte_clear', 'mmstep_folio_dirty', 'mmstep_ptl_unlock'],
  before: {
    step_ptl(c, { table, held, mm }) {
      if (held === 1) return;
      const hold = c.p.task.ptls.find((each) => each.table === table);
      if (!hold || hold.dirtyZaps === 0) return;
      if (!c.p.printed.dirty) return c.skip(inputs.dirty);
      for (const [pfn, since] of hold.owesDirty) {
        const folio = c.p.folios.find(pfn);
        if (!folio || folio.dirty === true) continue;
        if (folio.dirty === null) return c.skip(inputs.dirty);
        return c.fail({ what: `the dirty bit of page ${hex(pfn)} is lost`, pfn, mm, table, because: [since] });
      }
      c.ok();
    },
  },
});

/** 7 slots in the gather itself and 509 in its batch: room for a pair of page and length is always kept. */
const MOST_DELAYED = 516;

export const fewDelayed = defineRule({
  id: 'A12',
  system: 'A',
  severity: 'P',
  meaning: `at most ${MOST_DELAYED} slots of a gather wait for a flush with their rmap`,
  source: 'mm/mmu_gather.c, tlb_next_batch()',
  needs: ['mmstep_tlb_slot'],
  after: {
    step_tlb_slot(c, { pending, mm, pfn }) {
      c.judge(pending <= MOST_DELAYED, () => ({ what: `${pending} slots wait`, mm, pfn }));
    },
  },
});

export const onlyFilesDelayed = defineRule({
  id: 'A13',
  system: 'A',
  severity: 'T',
  meaning: 'the rmap of anonymous pages is not delayed',
  source: 'mm/memory.c, zap_present_folio_ptes()',
  needs: ['mmstep_tlb_slot', 'rmap probes'],
  holdsFor: ({ rmap }) => rmap !== 'A3',
  after: {
    step_tlb_slot(c, { delay, pfn, mm, va }) {
      if (delay === 0) return c.ok();
      const kind = c.p.folios.find(pfn)?.kind ?? Kind.unknown;
      if (kind === Kind.unknown) return c.skip(inputs.kind);
      c.judge(kind !== Kind.anon, () => ({ what: `anonymous page ${hex(pfn)} waits with its rmap`, pfn, mm, va }));
    },
  },
});

export const freeUnreferenced = defineRule({
  id: 'A4',
  system: 'A',
  severity: 'B',
  meaning: 'a folio that is freed has neither references nor pins',
  source: 'mm/page_alloc.c, free_page_is_bad(): nonzero _refcount',
  needs: ['mmstep_folio_ref', 'mmstep_gup_pin', 'mm_page_free'],
  before: {
    folio_free(c, { pfn }) {
      const folio = c.p.folios.find(pfn);
      if (!folio) return;
      if (folio.refs === null || folio.split || folio.head !== pfn) return c.skip(inputs.refs);
      c.judge(folio.refs === 0 && folio.pins <= 0, () => ({
        what: `folio ${hex(pfn)} is freed with ${folio.refs} references and ${folio.pins} pins`,
        pfn,
        because: c.p.pins.ofPfn(pfn).map((pin) => pin.since),
      }));
    },
  },
});

const VM_SHARED = 8;

export const writesAreAnnounced = defineRule({
  id: 'A15',
  system: 'A',
  severity: 'C',
  meaning: 'a shared file page becomes writable only after its file system was told, or when it is dirty already',
  source: 'mm/memory.c, do_page_mkwrite(), vma_wants_writenotify()',
  needs: ['mmstep_pte_set', 'mmstep_mkwrite', 'mmstep_folio_dirty'],
  after: {
    step_pte_set(c, { mm, va, pfn, write, dirty, level, type }) {
      if (write === 0 || level !== 1 || type !== 0) return;
      const folio = c.p.folios.find(pfn);
      if (!folio || folio.kind !== Kind.file) return;
      const vma = c.w.mms.get(mm)?.vmaAt(va);
      if (!vma) return c.skip(inputs.vma);
      if (!(vma.flags & VM_SHARED)) return;
      const told = c.p.mkwrites.get(`${mm}/${Math.floor(va / 4096)}`) === pfn;
      if (told || dirty === 1 || folio.dirty === true) return c.ok();
      if (folio.dirty === null) return c.skip(inputs.dirty);
      c.fail({ what: `page ${hex(pfn)} becomes writable at ${hex(va)} unannounced`, mm, va, pfn });
    },
  },
});
