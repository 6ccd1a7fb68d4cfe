import { hex } from '../../base/word.ts';
import { mayReuse } from '../../models/exclusive/cow.ts';
import { inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const FAULT_FLAG_WRITE = 1;
/** What one pin adds to the references: fewer may have come for a moment, after the kernel looked. */
const BIAS = 1024;

export const reuseIsLawful = defineRule({
  id: 'E-I14',
  system: 'E',
  severity: 'C',
  meaning: 'a write fault keeps a page only when it is exclusive, or when nobody else refers to it',
  source: 'mm/memory.c, do_wp_page(), wp_can_reuse_anon_folio()',
  needs: ['mmstep_wp_decide', 'or folio_move_anon_rmap probe with the reference count'],
  before: {
    step_wp_decide(c, { mm, va, pfn, refs, mapcount, swapcache, excl, reuse }) {
      if (reuse === 0) return c.ok();
      const folio = c.p.folios.find(pfn);
      const pages = folio?.pages ?? 1;
      // What the kernel says it read of the flag must be what the flag is.
      const flag = folio && c.p.printed.exclusive && c.p.design.cow === 'ae' ? folio.exclusive[pfn - folio.head] : null;
      const exclusive = flag ?? excl === 1;
      const lawful = mayReuse(c.p.design.cow, { exclusive, refs, mapcount, swapcache, swapUses: 0, pages, ksm: false });
      c.judge(lawful, () => ({ what: `page ${hex(pfn)} is kept with ${refs} references and ${mapcount} mappings`, mm, va, pfn }));
    },
    page_reuse(c, { mm, pfn, refs }) {
      const { fault } = c.w.call;
      // By mapcount a page may be kept whoever else refers to it.
      if (
        c.p.printed.exclusive ||
        c.p.design.cow === 'mapcount' ||
        !fault ||
        fault.mm !== mm ||
        !(fault.flags & FAULT_FLAG_WRITE)
      )
        return;
      const folio = c.p.folios.find(pfn);
      if (!folio || folio.pages > 1 || !folio.born) return c.skip(inputs.refs);
      c.judge(refs <= 2, () => ({
        what: `page ${hex(pfn)} is kept with ${refs} references`,
        mm,
        va: fault.va,
        pfn,
        possible: refs < BIAS,
      }));
    },
  },
});
