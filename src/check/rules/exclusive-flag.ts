import { hex } from '../../base/word.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { Kind } from '../../models/page-table/entry.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Why = numbered(whyWords);
const ae = ({ cow }: { readonly cow: string }): boolean => cow === 'ae';

/** Where there is no event for the flag at all. */
const blind = (c: Case): boolean => !c.p.printed.exclusive;

export const onlyAnonIsExclusive = defineRule({
  id: 'E-I1',
  system: 'E',
  severity: 'B',
  meaning: 'only anonymous pages are exclusive, and no KSM page is',
  source: 'include/linux/page-flags.h, SetPageAnonExclusive(): VM_BUG_ON',
  needs: ['mmstep_ae_set', 'or rmap probes with their flags'],
  holdsFor: ae,
  after: {
    step_ae(c, { pfn, set }) {
      if (set === 0) return;
      const kind = c.p.folios.find(pfn)?.kind ?? Kind.unknown;
      if (kind === Kind.unknown) return c.skip(inputs.kind);
      c.judge(kind === Kind.anon, () => ({
        what: `page ${hex(pfn)} is exclusive, but ${kind === Kind.ksm ? 'of KSM' : 'of a file'}`,
        pfn,
      }));
    },
    anon_add(c, { pfn, exclusive, ksm, mm, va }) {
      if (exclusive === 1) c.judge(ksm !== 1, () => ({ what: `KSM page ${hex(pfn)} is mapped as exclusive`, pfn, mm, va }));
    },
  },
});

export const exclusiveMappedOnce = defineRule({
  id: 'E-I2',
  system: 'E',
  severity: 'C',
  meaning: 'an exclusive page is mapped once',
  source: 'include/linux/page-flags.h, PG_anon_exclusive; mm/rmap.c, __folio_add_anon_rmap()',
  needs: ['mmstep_ae_set, mmstep_rmap_dup', 'or rmap probes with their flags'],
  holdsFor: ae,
  after: {
    step_rmap_dup(c, { pfn, mm, va, level }) {
      judgeMappings(c, pfn, mm, va, level);
    },
    anon_add(c, { pfn, mm, va, level, exclusive }) {
      if (!blind(c)) return judgeMappings(c, pfn, mm, va, level);
      if (exclusive === 0) return;
      const folio = c.p.folios.find(pfn);
      if (!folio?.counted || folio.pages > 1) return c.skip(inputs.mapcount);
      c.judge(folio.mapped(pfn) <= 1, () => ({
        what: `page ${hex(pfn)} is mapped as exclusive, its mapcount is ${folio.mapped(pfn)}`,
        pfn,
        mm,
        va,
        possible: true,
      }));
    },
  },
});

function judgeMappings(c: Case, pfn: number, mm: number, va: number, level: number) {
  const folio = c.p.folios.find(pfn);
  if (!folio?.counted) return c.skip(inputs.mapcount);
  const exclusive = folio.exclusive[pfn - folio.head];
  if (blind(c) || exclusive === null) return c.skip(inputs.exclusive);
  const count = level === 2 ? folio.entireMapcount : folio.mapcount[pfn - folio.head];
  c.judge(!exclusive || count <= 1, () => ({ what: `page ${hex(pfn)} is exclusive, and mapped ${count} times`, pfn, mm, va }));
}

export const pinnedStaysExclusive = defineRule({
  id: 'E-I5',
  system: 'E',
  severity: 'C',
  meaning: 'the flag of a pinned page is not cleared while the pin lasts',
  source: 'include/linux/rmap.h, folio_try_dup_anon_rmap_pte(), folio_try_share_anon_rmap_pte()',
  needs: ['mmstep_ae_clear', 'mmstep_gup_pin'],
  holdsFor: ae,
  before: {
    step_ae(c, { pfn, nr, set, why }) {
      if (set === 1 || why === Why.unpin) return;
      for (let i = 0; i < nr; i++) {
        const [pin] = c.p.pins.ofPfn(pfn + i);
        if (pin)
          return c.fail({
            what: `page ${hex(pfn + i)} is pinned and ceases to be exclusive`,
            pfn: pfn + i,
            mm: pin.mm,
            va: pin.va,
            because: [pin.since],
          });
      }
      c.ok();
    },
  },
});

export const forkClearsInSequence = defineRule({
  id: 'E-I11',
  system: 'E',
  severity: 'C',
  meaning: 'fork clears the flag only while write_protect_seq of the parent is odd',
  source: 'mm/memory.c, copy_page_range(): raw_write_seqcount_begin()',
  needs: ['mmstep_ae_clear', 'mmstep_wp_seq', 'copy_page_range probe'],
  holdsFor: ae,
  before: {
    step_ae(c, { pfn, set, why }) {
      if (set === 1 || why !== Why.fork) return;
      const src = c.w.call.copy?.src;
      const seq = src === undefined ? -1 : (c.p.mms.get(src)?.wpSeq ?? -1);
      if (seq < 0) return c.skip(inputs.wpSeq);
      c.judge(seq % 2 === 1, () => ({
        what: `page ${hex(pfn)} ceases to be exclusive while write_protect_seq is ${hex(seq)}`,
        pfn,
        mm: src,
      }));
    },
  },
});

export const sharedAfterClear = defineRule({
  id: 'E-I12',
  system: 'E',
  severity: 'C',
  meaning: 'KSM, swap-out and migration clear the flag only after they cleared the entry',
  source: 'include/linux/rmap.h, __folio_try_share_anon_rmap(): the order against GUP-fast',
  needs: ['mmstep_ae_clear', 'mmstep_pte_clear', 'mmstep_ptl_lock'],
  holdsFor: ae,
  before: {
    step_ae(c, { pfn, set, why }) {
      if (set === 1 || (why !== Why.ksm && why !== Why.swap && why !== Why.unmap && why !== Why.migrate)) return;
      if (!c.p.printed.ptl || !c.p.printed.pte) return c.skip(inputs.entries);
      const cleared = c.p.task.ptls.some((hold) => hold.cleared.has(pfn));
      c.judge(cleared, () => ({ what: `page ${hex(pfn)} ceases to be exclusive while it is mapped`, pfn }));
    },
  },
});

export const flagOnTheRightPage = defineRule({
  id: 'E-I15',
  system: 'E',
  severity: 'B',
  meaning: 'while a huge page is mapped by a PMD only, its first page alone carries the flag',
  source: 'include/linux/page-flags.h, PG_anon_exclusive',
  needs: ['mmstep_ae_set', 'rmap probes'],
  holdsFor: ae,
  after: {
    step_ae(c, { pfn, nr, set }) {
      const folio = c.p.folios.find(pfn);
      if (set === 0 || !folio || folio.pages === 1) return;
      if (!folio.counted) return c.skip(inputs.mapcount);
      const byPmd =
        folio.entireMapcount > 0 && folio.mapcount[pfn - folio.head] === 0 && folio.entireMapcount === folio.totalMapcount;
      // A split counts the 512 mappings before it spreads the flag.
      c.judge(!byPmd || (pfn === folio.head && nr === 1), () => ({
        what: `page ${hex(pfn)} inside a huge mapping is exclusive`,
        pfn,
      }));
    },
  },
});

export const splitKeepsFlag = defineRule({
  id: 'E-I16',
  system: 'E',
  severity: 'C',
  meaning: 'the split of a huge mapping gives its flag to all pages',
  source: 'mm/huge_memory.c, __split_huge_pmd_locked()',
  needs: ['mmstep_pmd_clear', 'mmstep_pte_set', 'mmstep_ae_set'],
  holdsFor: ae,
  before: {
    step_pte_set(c, { mm, va, nr, why, level, type, pfn }) {
      if (why !== Why.split || level !== 1 || type !== 0) return;
      const folio = c.p.folios.find(pfn);
      const { split } = c.p.task;
      if (!folio || !split || split.pfn !== folio.head) return;
      if (blind(c) || split.exclusive === null) return c.skip(inputs.exclusive);
      const at = pfn - folio.head;
      const alike = folio.exclusive.slice(at, at + nr).every((flag) => flag === split.exclusive);
      c.judge(alike, () => ({
        what: `the huge page was ${split.exclusive ? '' : 'not '}exclusive, not all its pages are alike`,
        mm,
        va,
        pfn,
      }));
    },
  },
});

export const swapInStartsShared = defineRule({
  id: 'E-I18',
  system: 'E',
  severity: 'B',
  meaning: 'a page that is swapped in is not exclusive before it is mapped',
  source: 'mm/memory.c, do_swap_page(): BUG_ON(folio_test_anon() && PageAnonExclusive())',
  needs: ['mmstep_ae_set', 'do_swap_page'],
  holdsFor: ae,
  before: {
    step_ae(c, { pfn, set, why }) {
      if (set === 0 || why !== Why.swapin) return;
      const folio = c.p.folio(pfn);
      const flag = folio.exclusive[pfn - folio.head];
      if (flag === null) return c.skip(inputs.exclusive);
      c.judge(!flag, () => ({ what: `page ${hex(pfn)} comes from swap and is exclusive already`, pfn }));
    },
    anon_add(c, { pfn, mm, va, level, nr }) {
      const { lastClear } = c.p.task;
      if (blind(c) || level !== 1 || nr !== 1) return;
      const there = c.p.entries.get(mm)?.at(va);
      if (there?.type !== 2 || lastClear?.va === va) return;
      const folio = c.p.folios.find(pfn);
      const flag = folio?.exclusive[pfn - folio.head] ?? null;
      if (flag === null) return c.skip(inputs.exclusive);
      c.judge(!flag, () => ({ what: `page ${hex(pfn)} comes from swap and is exclusive`, pfn, mm, va }));
    },
  },
});
