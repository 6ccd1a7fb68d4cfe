import { hex } from '../../base/word.ts';
import type { FactOf } from '../../facts/index.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { certaintyOf, Sure, Type, typeOf } from '../../models/page-table/entry.ts';
import { faultAroundWindow } from '../../models/prefault/window.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Why = numbered(whyWords);
const PAGE = 4096;
const VM_SHARED = 8;
/** fault_around_bytes as kernels have it unless told otherwise. */
const AROUND = 16;

function inWindow(c: Case, mm: number, va: number, nr: number, faultVa: number, large: boolean) {
  const vma = c.w.mms.get(mm)?.vmaAt(faultVa);
  if (!vma) return c.skip(inputs.vma);
  const off = Math.floor(faultVa / PAGE) % 512;
  const window = faultAroundWindow(off, (faultVa - vma.start) / PAGE, (vma.end - vma.start) / PAGE, AROUND);
  const first = Math.floor(va / PAGE) - Math.floor(faultVa / PAGE) + off;
  const inside = first >= window.from && first + nr - 1 <= window.to;
  // A large folio may be mapped whole: within its VMA and its table (mm/filemap.c, since 7.0; mm/memory.c, finish_fault()).
  const whole = large && first >= 0 && first + nr <= 512 && va >= vma.start && va + nr * PAGE <= vma.end;
  c.judge(inside || whole, () => ({
    what: `entries ${first} to ${first + nr - 1} are set, the window of the fault at ${hex(faultVa)} is ${window.from} to ${window.to}`,
    mm,
    va,
    vma: vma.ptr,
    because: [c.p.task.fault?.since ?? 0],
  }));
}

export const insideWindow = defineRule({
  id: 'C1',
  system: 'C',
  severity: 'T',
  meaning: 'fault-around sets entries inside its window only: aligned, within the VMA and one table (or one large folio)',
  source: 'mm/memory.c, do_fault_around()',
  needs: ['mmstep_pte_set or set_pte_range (do_set_pte) probes', 'handle_mm_fault probes', 'VMA bounds'],
  before: {
    step_pte_set(c, { mm, va, nr, why, pfn }) {
      const { fault } = c.p.task;
      if (why !== Why.prefault || fault?.mm !== mm) return;
      inWindow(c, mm, va, nr, fault.va, (c.p.folios.find(pfn)?.pages ?? 1) > 1);
    },
    pte_set(c, { mm, va, nr, level }) {
      const { fault } = c.p.task;
      if (c.p.printed.pte || level !== 1 || fault?.mm !== mm) return;
      inWindow(c, mm, va, nr, fault.va, nr > 1);
    },
  },
});

export const prefaultFillsNone = defineRule({
  id: 'C2',
  system: 'C',
  severity: 'B',
  meaning: 'fault-around sets only entries that are none',
  source: 'mm/filemap.c, filemap_map_folio_range(): pte_none()',
  needs: ['mmstep_pte_set or set_pte_range (do_set_pte) probes'],
  before: {
    step_pte_set(c, { mm, va, nr, why }) {
      if (why !== Why.prefault) return;
      for (let i = 0; i < nr; i++) {
        const there = c.p.entries.get(mm)?.at(va + i * PAGE);
        if (there)
          return c.fail({
            what: `fault-around replaces the entry at ${hex(va + i * PAGE)}`,
            mm,
            va,
            pfn: there.pfn,
            because: [there.since],
          });
      }
      c.ok();
    },
    pte_set(c, { mm, va, nr, level }) {
      const { fault } = c.p.task;
      if (c.p.printed.pte || level !== 1 || fault?.mm !== mm) return;
      if (fault.va >= va && fault.va < va + nr * PAGE) return;
      const pt = c.w.mms.get(mm)?.pt;
      if (!pt || !c.p.whole(mm)) return c.skip(inputs.wholeMm);
      for (let i = 0; i < nr; i++) {
        const at = va + i * PAGE;
        const info = pt.infoAt(at);
        if (info < 0) continue;
        // The page-table lock orders what probes show of entries, but for those that reclaim or migration clears.
        const pfn = pt.pfnAt(at);
        const sure =
          typeOf(info) === Type.present && certaintyOf(info) === Sure.observed && c.p.folios.find(pfn)?.unsure === false;
        return c.fail({ what: `fault-around replaces the entry at ${hex(at)}`, mm, va: at, pfn, possible: !sure });
      }
      c.ok();
    },
  },
});

export const youngAsWanted = defineRule({
  id: 'C3',
  system: 'C',
  severity: 'P',
  meaning:
    'entries of fault-around are young, or old where the design wants them old; those beside the demanded page in one folio are young',
  source: 'mm/memory.c, set_pte_range(): arch_wants_old_prefaulted_pte()',
  needs: ['mmstep_pte_set'],
  after: {
    step_pte_set(c, { mm, va, nr, why, young, pfn }) {
      const { fault } = c.p.task;
      if (why !== Why.prefault || fault?.mm !== mm) return;
      const demanded = fault.va >= va && fault.va < va + nr * PAGE;
      const folio = c.p.folios.find(pfn);
      // The demanded page may be set later in the same batch of a large folio: then nothing is asked of this entry.
      if (!demanded && folio && folio.pages > 1) return;
      const wanted = demanded || c.p.design.prefault !== 'old';
      c.judge((young === 1) === wanted, () => ({
        what: `the entry at ${hex(va)} is ${young === 1 ? 'young' : 'old'}`,
        mm,
        va,
        pfn,
        because: [fault.since],
      }));
    },
  },
});

export const mapsWhatItMay = defineRule({
  id: 'C4',
  system: 'C',
  severity: 'C',
  meaning: 'fault-around maps pages that are uptodate, healthy and inside the file only',
  source: 'mm/filemap.c, next_uptodate_folio()',
  needs: ['mmstep_map_page'],
  before: {
    step_map_page(c, { mm, va, pfn, index, size, uptodate, hwpoison }) {
      const fit = uptodate === 1 && hwpoison === 0 && index < size;
      c.judge(fit, () => ({
        what: index >= size ? `page ${index} of a file of ${size} pages is mapped` : `page ${hex(pfn)} is not fit to be mapped`,
        mm,
        va,
        pfn,
      }));
    },
  },
});

/** The rest of the rule, that nothing sleeps under RCU, has no event. */
export const preallocatedTableGoes = defineRule({
  id: 'C5',
  system: 'C',
  severity: 'L',
  meaning: 'a table page that a fault allocated is linked, parked or given back by its end',
  source: 'mm/memory.c, do_fault(): prealloc_pte; __pte_alloc()',
  needs: ['pte_alloc_one probe', 'pmd_install probe', 'mm_page_free', 'handle_mm_fault probes'],
  before: {
    fault_end(c) {
      const { fault } = c.p.task;
      if (!fault) return;
      const [left] = fault.tables;
      c.judge(left === undefined, () => ({
        what: `table page ${hex(left ?? 0)} is forgotten`,
        mm: fault.mm,
        va: fault.va,
        table: left,
        because: [fault.since],
      }));
    },
  },
});

export const prefaultIsReadOnly = defineRule({
  id: 'C6',
  system: 'C',
  severity: 'C',
  meaning: 'entries of fault-around are read-only in private mappings, and dirty only where the folio is',
  source: 'mm/memory.c, set_pte_range(); mm/filemap.c, filemap_map_pages()',
  needs: ['mmstep_pte_set', 'mmstep_folio_dirty'],
  before: { step_pte_set: judgeReadOnly },
});

function judgeReadOnly(c: Case, { mm, va, why, write, dirty, pfn }: FactOf<'step_pte_set'>) {
  if (why !== Why.prefault) return;
  if (write === 1) {
    const vma = c.w.mms.get(mm)?.vmaAt(va);
    if (!vma) return c.skip(inputs.vma);
    // Shared memory without writenotify is mapped as its VMA allows; a file's page that must be announced is A15's.
    if (!(vma.flags & VM_SHARED)) return c.fail({ what: `fault-around makes ${hex(va)} writable`, mm, va, pfn });
  }
  const folio = c.p.folios.find(pfn);
  if (dirty === 1 && folio?.dirty !== true)
    return folio?.dirty === false ? c.fail({ what: `fault-around makes ${hex(va)} dirty`, mm, va, pfn }) : c.skip(inputs.dirty);
  c.ok();
}
