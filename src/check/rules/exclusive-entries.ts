import { hex } from '../../base/word.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { Kind } from '../../models/page-table/entry.ts';
import { Entry } from '../../models/protocol/entry-book.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Why = numbered(whyWords);
const VM_SHARED = 8;
const ae = ({ cow }: { readonly cow: string }): boolean => cow === 'ae';

/** The flag of a page; null where nothing said. */
function flagOf(c: Case, pfn: number): boolean | null {
  const folio = c.p.folios.find(pfn);
  if (!folio || !c.p.printed.exclusive) return null;
  return folio.exclusive[pfn - folio.head] ?? null;
}

export const writableIsExclusive = defineRule({
  id: 'E-I3',
  system: 'E',
  severity: 'C',
  meaning: 'a private anonymous page that is mapped writable is exclusive',
  source: 'mm/memory.c, do_wp_page(), do_swap_page(); mm/mprotect.c, can_change_private_pte_writable()',
  needs: ['mmstep_pte_set', 'mmstep_ae_set'],
  holdsFor: ae,
  after: {
    step_pte_set(c, { mm, va, nr, write, type, pfn, level }) {
      if (write === 0 || type !== Entry.present) return;
      const folio = c.p.folios.find(pfn);
      if (folio?.kind !== Kind.anon) return;
      const vma = c.w.mms.get(mm)?.vmaAt(va);
      if (vma && vma.flags & VM_SHARED) return;
      for (let i = 0; i < (level === 2 ? 1 : nr); i++) {
        const flag = flagOf(c, pfn + i);
        if (flag === null) return c.skip(inputs.exclusive);
        if (!flag)
          return c.fail({
            what: `page ${hex(pfn + i)} is writable at ${hex(va + i * 4096)} and not exclusive`,
            mm,
            va: va + i * 4096,
            pfn: pfn + i,
          });
      }
      c.ok();
    },
  },
});

export const forkSharesReadOnly = defineRule({
  id: 'E-I4',
  system: 'E',
  severity: 'C',
  meaning: 'a private page that fork shares is not exclusive, and read-only on both sides',
  source: 'mm/memory.c, __copy_present_ptes()',
  needs: ['mmstep_pte_set', 'mmstep_ae_clear', 'copy_page_range probe'],
  holdsFor: ae,
  after: {
    step_pte_set(c, { mm, va, why, type, pfn, level, write }) {
      if (why !== Why.fork || type !== Entry.present) return;
      const { copy } = c.w.call;
      if (!copy || copy.dst !== mm) return;
      const of = c.p.entries.get(copy.src);
      const parent = level === 2 ? of?.pmds.get(Math.floor(va / 0x20_0000)) : of?.at(va);
      // A pinned page was copied: the child has its own.
      if (!parent || parent.pfn !== pfn || c.p.folios.find(pfn)?.kind !== Kind.anon) return;
      const vma = c.w.mms.get(copy.src)?.vmaAt(va);
      if (!vma) return c.skip(inputs.vma);
      if (vma.flags & VM_SHARED) return;
      const flag = flagOf(c, pfn);
      if (flag === null) return c.skip(inputs.exclusive);
      c.judge(!flag && write === 0 && !parent.write, () => ({
        what: flag ? `page ${hex(pfn)} is shared by fork and exclusive` : `page ${hex(pfn)} is shared by fork and writable`,
        mm,
        va,
        pfn,
        because: [parent.since],
      }));
    },
  },
});

export const flagMovesIntoEntry = defineRule({
  id: 'E-I8',
  system: 'E',
  severity: 'C',
  meaning: 'the flag of a page is clear when its entry becomes one of swap or migration: the entry carries it',
  source: 'mm/rmap.c, try_to_unmap_one(), try_to_migrate_one()',
  needs: ['mmstep_pte_set', 'mmstep_pte_clear', 'mmstep_ae_clear'],
  holdsFor: ae,
  after: {
    step_pte_set(c, { mm, va, type, pfn, why }) {
      if ((type !== Entry.swap && type !== Entry.migration) || (why !== Why.unmap && why !== Why.migrate)) return;
      const { lastClear } = c.p.task;
      const page = type === Entry.migration ? pfn : lastClear?.mm === mm && lastClear.va === va ? lastClear.entry.pfn : -1;
      if (page < 0) return c.skip(inputs.entries);
      if (c.p.folios.find(page)?.kind !== Kind.anon) return;
      const flag = flagOf(c, page);
      if (flag === null) return c.skip(inputs.exclusive);
      c.judge(!flag, () => ({
        what: `page ${hex(page)} keeps its flag, though its entry is one of ${type === Entry.swap ? 'swap' : 'migration'}`,
        mm,
        va,
        pfn: page,
      }));
    },
  },
});

export const exclusiveSlotOnce = defineRule({
  id: 'E-I9',
  system: 'E',
  severity: 'C',
  meaning: 'a slot of swap with an exclusive entry has that one entry only',
  source: 'mm/memory.c, copy_nonpresent_pte(): pte_swp_clear_exclusive()',
  needs: ['mmstep_pte_set'],
  holdsFor: ae,
  after: {
    step_pte_set(c, { mm, va, type, pfn }) {
      if (type !== Entry.swap) return;
      const use = c.p.swap.get(pfn);
      if (!use) return c.skip(inputs.swapSlots);
      c.judge(use.exclusive === 0 || use.entries === 1, () => ({
        what: `slot ${hex(pfn)} of swap has ${use.entries} entries, one of them exclusive`,
        mm,
        va,
      }));
    },
  },
});

export const exclusiveMigrationOnce = defineRule({
  id: 'E-I10',
  system: 'E',
  severity: 'C',
  meaning: 'a page whose migration entry is writable or exclusive has that one entry only',
  source: 'mm/rmap.c, try_to_migrate_one(); mm/memory.c, copy_nonpresent_pte()',
  needs: ['mmstep_pte_set'],
  holdsFor: ae,
  after: {
    step_pte_set(c, { mm, va, type, pfn, write, excl, why }) {
      if (type !== Entry.migration) return;
      const folio = c.p.folios.find(pfn);
      if (!folio || folio.kind !== Kind.anon) return;
      if (!folio.counted) return c.skip(inputs.mapcount);
      // fork writes the child's entry first or last; both sides are read-only when it is done.
      if (why === Why.fork && write === 0 && excl === 0) return c.ok();
      const at = pfn - folio.head;
      const others = folio.migrations[at] - 1 + folio.ptes[at];
      c.judge((write === 0 && excl === 0) || others === 0, () => ({
        what: `page ${hex(pfn)} has ${others} entries beside an exclusive one of migration`,
        mm,
        va,
        pfn,
      }));
    },
  },
});
