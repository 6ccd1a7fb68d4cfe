import { hex } from '../../base/word.ts';
import type { FactOf } from '../../facts/index.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { Entry } from '../../models/protocol/entry-book.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Why = numbered(whyWords);
type Change = FactOf<'step_pte_set'> | FactOf<'step_pte_clear'>;

function judgeTable(c: Case, { mm, va, table: pfn, level }: Change) {
  if (level !== 1) return;
  const table = c.p.tables.byPfn.get(pfn);
  if (!table) return c.skip(inputs.tables);
  // Filled before it is linked: nobody else can reach it.
  if (table.state === 'prealloc' || table.state === 'parked') return c.ok();
  if (table.state === 'detached')
    return c.fail({
      what: `an entry at ${hex(va)} changes in a table that is unlinked`,
      mm,
      va,
      table: pfn,
      because: [table.unlinkedAt],
    });
  if (!c.p.printed.ptl) return c.skip(inputs.ptl);
  c.judge(table.lockedBy === c.tid, () => ({
    what: `an entry at ${hex(va)} changes without the page-table lock`,
    mm,
    va,
    table: pfn,
  }));
}

export const entriesUnderLock = defineRule({
  id: 'B2',
  system: 'B',
  severity: 'B',
  meaning: 'entries change only in a linked table, under its page-table lock',
  source: 'mm/pgtable-generic.c, pte_offset_map_lock(); Documentation/mm/process_addrs.rst',
  needs: ['mmstep_pte_set', 'mmstep_pte_clear', 'mmstep_ptl_lock', 'pmd_install probe'],
  before: { step_pte_set: judgeTable, step_pte_clear: judgeTable },
});

/** Does the task hold what a walk of the mm needs? null: nothing the trace shows. */
function stable(c: Case, mm: number): boolean | null {
  if (c.p.holdsVma(mm, c.tid)) return true;
  return c.p.holdsMmap(mm, c.tid);
}

export const installUnderLock = defineRule({
  id: 'B5',
  system: 'B',
  severity: 'B',
  meaning: 'an entry is made where none was only under mmap_lock or the VMA lock: the rmap locks are not enough',
  source: 'Documentation/mm/process_addrs.rst, page table locks: installing',
  needs: ['mmstep_pte_set or rmap probes', 'mmap_lock tracepoints', 'mmstep_vma_read_get or lock_vma_under_rcu probes'],
  before: {
    step_pte_set(c, { mm, va, level }) {
      const of = c.p.entries.get(mm);
      if (level === 2 ? of?.pmds.has(Math.floor(va / 0x20_0000)) : of?.at(va)) return;
      judgeInstall(c, mm, va, false);
    },
    anon_new(c, { mm, va }) {
      if (!c.p.printed.pte) judgeInstall(c, mm, va, true);
    },
    file_add(c, { mm, va }) {
      if (!c.p.printed.pte && c.w.call.restoring === null) judgeInstall(c, mm, va, true);
    },
  },
});

function judgeInstall(c: Case, mm: number, va: number, inferred: boolean) {
  // Put back what the task itself took out under the same page-table lock: not an installation.
  const { lastClear, ptls } = c.p.task;
  if (
    lastClear &&
    lastClear.mm === mm &&
    lastClear.va === va &&
    ptls.some((hold) => hold.since < lastClear.entry.since + 1 || hold.cleared.has(lastClear.entry.pfn))
  )
    return;
  const held = stable(c, mm);
  if (held === null) return c.skip(inputs.mmapLock);
  c.judge(held, () => ({
    what: `an entry is made at ${hex(va)} under neither mmap_lock nor the VMA lock`,
    mm,
    va,
    possible: inferred,
  }));
}

/** Rmap locks would do as well, but no event shows them: only the lock that is there is counted. */
export const zapUnderLock = defineRule({
  id: 'PA6',
  system: 'B',
  severity: 'B',
  meaning: 'a zap holds mmap_lock, the VMA lock or an rmap lock',
  source: 'Documentation/mm/process_addrs.rst, page table locks: zapping',
  needs: ['mmstep_pte_clear', 'mmap_lock tracepoints'],
  before: {
    step_pte_clear(c, { mm, why }) {
      if (why !== Why.zap) return;
      if (c.w.mms.get(mm)?.exited || stable(c, mm)) return c.ok();
      c.skip(inputs.rmapLocks);
    },
  },
});

export const clearsAtomically = defineRule({
  id: 'PA13',
  system: 'A',
  severity: 'C',
  meaning: 'an entry is read and cleared at once: a dirty bit that hardware set is not lost',
  source: 'Documentation/mm/process_addrs.rst; include/linux/pgtable.h, ptep_get_and_clear()',
  needs: ['mmstep_pte_clear', 'mmstep_access'],
  before: {
    step_pte_clear(c, { mm, va, dirty, type, level }) {
      const known = level === 1 ? c.p.entries.get(mm)?.at(va) : undefined;
      if (!known || type !== Entry.present) return;
      c.judge(dirty === 1 || !known.dirty, () => ({
        what: `the entry at ${hex(va)} was dirty, the clear does not say so`,
        mm,
        va,
        pfn: known.pfn,
        because: [known.since],
      }));
    },
  },
});

export const pmdBeforePte = defineRule({
  id: 'B8',
  system: 'B',
  severity: 'B',
  meaning: 'the PMD lock is taken before the page-table lock, or only tried',
  source: 'Documentation/mm/process_addrs.rst, lock order; mm/memory.c, try_get_and_clear_pmd()',
  needs: ['mmstep_pmd_lock', 'mmstep_ptl_lock'],
  before: {
    step_pmd_lock(c, { mm, va, try: tried }) {
      if (!c.p.printed.ptl) return c.skip(inputs.ptl);
      const held = c.p.task.ptls.find((hold) => hold.mm === mm);
      c.judge(tried === 1 || !held, () => ({
        what: 'the PMD lock is awaited under a page-table lock',
        mm,
        va,
        because: [held?.since ?? 0],
      }));
    },
  },
});
