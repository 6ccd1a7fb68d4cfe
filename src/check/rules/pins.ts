import { hex } from '../../base/word.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { Kind } from '../../models/page-table/entry.ts';
import { Entry } from '../../models/protocol/entry-book.ts';
import { inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Why = numbered(whyWords);
const ae = ({ cow }: { readonly cow: string }): boolean => cow === 'ae';
const FAULT_FLAG_UNSHARE = 0x400;
/** GUP_PIN_COUNTING_BIAS: what one pin of a small folio adds to its references. */
const BIAS = 1024;

export const pinsExclusivePages = defineRule({
  id: 'E-I6',
  system: 'E',
  severity: 'C',
  meaning: 'an anonymous page that is pinned is exclusive at that moment',
  source: 'mm/gup.c, sanity_check_pinned_pages(), gup_must_unshare()',
  needs: ['mmstep_gup_pin', 'mmstep_ae_set'],
  holdsFor: ae,
  before: {
    step_gup_pin(c, { mm, va, pfn, flags }) {
      if (!(flags & c.p.foll.pin)) return;
      const folio = c.p.folios.find(pfn);
      if (!folio || folio.kind === Kind.unknown) return c.skip(inputs.kind);
      if (folio.kind !== Kind.anon && folio.kind !== Kind.ksm) return;
      const flag = folio.exclusive[pfn - folio.head];
      const head = folio.exclusive[0];
      if (flag === null || head === null || !c.p.printed.exclusive) return c.skip(inputs.exclusive);
      c.judge(flag || (head && folio.entireMapcount > 0), () => ({
        what: `page ${hex(pfn)} is pinned at ${hex(va)} and not exclusive`,
        mm,
        va,
        pfn,
      }));
    },
  },
});

export const pinAndMappingAgree = defineRule({
  id: 'E-I7',
  system: 'E',
  severity: 'C',
  meaning: 'as long as a pin taken at an address lives, copy-on-write does not put another page there',
  source: 'the PG_anon_exclusive series: unreliable pins; mm/memory.c, wp_page_copy()',
  needs: ['mmstep_gup_pin', 'mmstep_pte_set'],
  holdsFor: ae,
  before: {
    step_pte_set(c, { mm, va, pfn, type, why }) {
      if (
        type !== Entry.present ||
        (why !== Why.cow && why !== Why.fault && why !== Why.swapin && why !== Why.ksm && why !== Why.unshare)
      )
        return;
      const [pin] = c.p.pins.at(mm, va);
      if (!pin) return;
      c.judge(pin.pfn === pfn, () => ({
        what: `page ${hex(pfn)} takes the place of pinned page ${hex(pin.pfn)} at ${hex(va)}`,
        mm,
        va,
        pfn,
        because: [pin.since],
      }));
    },
  },
});

export const fastPinIsSure = defineRule({
  id: 'E-I13',
  system: 'E',
  severity: 'C',
  meaning: 'GUP-fast succeeds only when the entry is unchanged and no fork was at work',
  source: 'mm/gup.c, gup_fast_pte_range(), gup_fast(): read_seqcount_retry()',
  needs: ['mmstep_gup_pin'],
  before: {
    step_gup_pin(c, { mm, va, pfn, fast, seq0, seq1, same }) {
      if (fast === 0) return;
      const sure = same === 1 && seq0 === seq1 && seq0 % 2 === 0;
      c.judge(sure, () => ({
        what: same === 1 ? `page ${hex(pfn)} was pinned while fork ran` : `page ${hex(pfn)} was pinned, its entry had changed`,
        mm,
        va,
        pfn,
      }));
    },
  },
});

export const unshareEndsExclusive = defineRule({
  id: 'E-I17',
  system: 'E',
  severity: 'C',
  meaning: 'an unshare fault leaves an exclusive page, read-only',
  source: 'mm/memory.c, do_wp_page(): FAULT_FLAG_UNSHARE',
  needs: ['handle_mm_fault probes', 'mmstep_ptl_unlock', 'mmstep_pte_set', 'mmstep_ae_set', 'mmstep_wp_decide'],
  holdsFor: ae,
  before: {
    // Judged while the lock is still held: afterwards another thread may write to the page, or fork it.
    step_ptl(c, { mm, table, held }) {
      const { fault, ptls } = c.p.task;
      if (held === 1 || !fault || fault.mm !== mm || !(fault.flags & FAULT_FLAG_UNSHARE)) return;
      const hold = ptls.find((each) => each.table === table);
      const entry = c.p.entries.get(mm)?.at(fault.va);
      if (!hold || !entry || entry.type !== Entry.present) return;
      // What another thread has served meanwhile, the fault leaves as it is.
      const served = entry.since > hold.since || hold.reused === fault.va - (fault.va % 4096);
      if (!served) return;
      const folio = c.p.folios.find(entry.pfn);
      const flag = folio?.exclusive[entry.pfn - folio.head] ?? null;
      if (flag === null) return c.skip(inputs.exclusive);
      c.judge(flag && !entry.write, () => ({
        what: `the unshared page ${hex(entry.pfn)} is ${flag ? 'writable' : 'not exclusive'}`,
        mm,
        va: fault.va,
        pfn: entry.pfn,
        because: [fault.since, entry.since],
      }));
    },
  },
});

export const pinsFitTheCount = defineRule({
  id: 'E-I19',
  system: 'E',
  severity: 'B',
  meaning: 'the references of a small folio hold 1024 for each pin, and stay below 2^31',
  source: 'include/linux/mm.h, GUP_PIN_COUNTING_BIAS; mm/gup.c, try_grab_folio()',
  needs: ['mmstep_folio_ref', 'mmstep_gup_pin'],
  after: {
    step_folio_ref(c, { pfn, refs, delta }) {
      const folio = c.p.folios.find(pfn);
      if (!folio) return;
      if (refs >= 0x8000_0000) return c.fail({ what: `folio ${hex(pfn)} has ${hex(refs)} references`, pfn });
      // A pin is told after its references were taken, an unpin before they are given back.
      if (delta < 0 || folio.pages > 1 || folio.pins <= 0) return;
      c.judge(refs >= BIAS * folio.pins, () => ({
        what: `folio ${hex(pfn)} has ${folio.pins} pins, but ${refs} references`,
        pfn,
      }));
    },
  },
});
