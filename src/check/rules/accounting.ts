import { countRss } from '../../replay/view.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const members = ['file', 'anon', 'swap', 'shmem'] as const;

/** Is nothing in progress that moves entries or counters of this mm? */
function quiet(c: Case, mm: number): boolean {
  for (const task of c.w.tasks.values()) {
    if (task.call.fault?.mm === mm || task.call.copy || task.call.unmapOne || task.call.migrateOne || task.call.move)
      return false;
  }
  for (const task of c.p.tasks.values()) if (task.ptls.some((hold) => hold.mm === mm)) return false;
  const lock = c.w.mmapLocks.get(mm);
  return !lock || (lock.writer === 0 && lock.readers.length === 0);
}

/** Pages that may sit in counters of single threads: kernels up to 6.1 gather 64 events in each. */
function slack(c: Case, mm: number): number {
  if (c.w.kernel.vmaLock !== 'none' || c.p.printed.pte) return 0;
  let threads = 0;
  for (const task of c.w.tasks.values()) if (task.mm === mm) threads++;
  return 64 * Math.max(1, threads);
}

function compareCounters(c: Case, mm: number) {
  const of = c.p.mms.get(mm);
  if (!of || !c.p.printed.rss || !quiet(c, mm)) return;
  if (!c.p.whole(mm)) return c.skip(inputs.wholeMm);
  if (c.p.printed.pte && !c.p.entries.has(mm)) return;
  const counted = c.p.printed.pte ? c.p.entriesOf(mm).pages : worldPages(c, mm);
  if (of.vague || counted === null) return c.skip(inputs.kind);
  const spare = slack(c, mm);
  for (let member = 0; member < 4; member++) {
    const said = of.rss[member];
    if (said === null) continue;
    const pages = said / 4096;
    if (Math.abs(pages - (counted[member] ?? 0)) <= spare) continue;
    return c.fail({
      what: `rss_stat has ${pages} ${members[member]} pages, the entries add up to ${counted[member]}`,
      mm,
      possible: !c.p.printed.pte,
    });
  }
  c.ok();
}

function worldPages(c: Case, mm: number): readonly (number | null)[] | null {
  const pt = c.w.mms.get(mm)?.pt;
  if (!pt) return null;
  const { file, anon, swap, shmem } = countRss(pt.entries(0));
  return file === null ? null : [file, anon, swap, shmem];
}

export const countersMatchEntries = defineRule({
  id: 'R1',
  system: 'shared',
  severity: 'L',
  meaning: 'the rss counters of an mm are what its entries add up to, once nothing is in progress',
  source: 'mm/memory.c, add_mm_rss_vec(); kernel/fork.c, check_mm(): "Bad rss-counter state"',
  needs: ['rss_stat', 'mmstep_pte_set or rmap probes'],
  after: {
    mmap_lock_rel(c, { mm }) {
      if (c.p.printed.pte) compareCounters(c, mm);
    },
    fault_end(c) {
      const mm = c.w.now.task.mm;
      if (mm && c.p.printed.pte) compareCounters(c, mm);
    },
    // Counting all entries is dear: where no steps keep the sum, once for each address space that ends is enough.
  },
  before: {
    mm_exit(c, { mm }) {
      if (!c.p.printed.pte) compareCounters(c, mm);
    },
  },
});

export const countersNotNegative = defineRule({
  id: 'R2',
  system: 'shared',
  severity: 'L',
  meaning: 'no rss counter is negative',
  source: 'include/linux/mm.h, get_mm_counter()',
  needs: ['rss_stat'],
  after: {
    rss(c, { bytes, member, mmId }) {
      // Up to 6.1 threads keep up to 64 events to themselves: what is printed is not the whole sum.
      if (bytes < 0 && c.w.kernel.vmaLock === 'none' && !c.p.printed.pte) return c.skip(inputs.threadRss);
      c.judge(bytes >= 0, () => ({
        what: `the ${members[member] ?? 'unknown'} counter is ${bytes} bytes`,
        mm: c.p.mmOfId.get(mmId),
      }));
    },
  },
});

export const swapMovesOne = defineRule({
  id: 'R4',
  system: 'shared',
  severity: 'L',
  meaning: 'an unmap to swap moves as many pages from the anon counter to the swap counter; a migration moves none',
  source: 'mm/rmap.c, try_to_unmap_one(), try_to_migrate_one()',
  needs: ['rss_stat', 'mmstep_pte_set'],
  before: {
    step_ptl(c, { table, held, mm }) {
      if (held === 1) return;
      const hold = c.p.task.ptls.find((each) => each.table === table);
      if (!hold || (hold.swappedOut === 0 && hold.migrated === 0)) return;
      if (!c.p.printed.rss) return c.skip(inputs.rss);
      if (hold.installed > 0 || hold.prefaulted > 0 || hold.dirtyZaps > 0) return;
      const [, anon, swap] = hold.rss;
      if (hold.rssEvents > 0 && (anon === null || swap === null)) return c.skip(inputs.rss);
      c.judge(anon === -hold.swappedOut && swap === hold.swappedOut, () => ({
        what: `${hold.swappedOut} pages go to swap, but the counters move by ${anon} anon and ${swap} swap`,
        mm,
        table,
        because: [hold.since],
      }));
    },
    unmap_one_end(c) {
      const { rss } = c.p.task;
      if (c.p.printed.ptl || !rss || rss.events === 0 || rss.swap === 0) return;
      if (rss.swap === null || rss.anon === null) return c.skip(inputs.rss);
      c.judge(rss.swap + rss.anon === 0, () => ({
        what: `the counters move by ${rss.anon} anon and ${rss.swap} swap`,
        possible: true,
      }));
    },
  },
});

export const zeroWeighsNothing = defineRule({
  id: 'R5',
  system: 'shared',
  severity: 'L',
  meaning: 'entries of the zero page, of poisoned pages and markers are in no rss counter',
  source: 'mm/memory.c, do_anonymous_page(), vm_normal_page()',
  needs: ['mmstep_pte_set', 'rss_stat'],
  before: {
    step_ptl(c, { table, held, mm }) {
      if (held === 1) return;
      const hold = c.p.task.ptls.find((each) => each.table === table);
      if (!hold || hold.weightless === 0) return;
      if (hold.installed + hold.prefaulted + hold.cleared.size > 0) return;
      if (!c.p.printed.rss || hold.rss.includes(null)) return c.skip(inputs.rss);
      c.judge(
        hold.rss.every((delta) => delta === 0),
        () => ({ what: 'an entry without weight moved an rss counter', mm, table, because: [hold.since] }),
      );
    },
  },
});

export const prefaultIsCounted = defineRule({
  id: 'C7',
  system: 'C',
  severity: 'L',
  meaning: 'fault-around counts as many file or shmem pages as it sets entries',
  source: 'mm/filemap.c, filemap_map_pages(): add_mm_counter()',
  needs: ['mmstep_pte_set', 'rss_stat', 'mmstep_ptl_unlock'],
  before: {
    step_ptl(c, { table, held, mm }) {
      if (held === 1) return;
      const hold = c.p.task.ptls.find((each) => each.table === table);
      if (!hold || hold.prefaulted === 0) return;
      const [file, , , shmem] = hold.rss;
      if (file === null || shmem === null) return c.skip(inputs.rss);
      const set = hold.prefaulted + hold.installed;
      c.judge(file + shmem === set, () => ({
        what: `${set} entries were set, the counters rose by ${file + shmem}`,
        mm,
        table,
        because: [hold.since],
      }));
    },
  },
});

export const deadMmIsEmpty = defineRule({
  id: 'A16',
  system: 'A',
  severity: 'L',
  meaning: 'an mm that is gone leaves no table, no page in its counters and no translation',
  source: 'mm/mmap.c, exit_mmap(); kernel/fork.c, check_mm()',
  needs: ['exit_mmap probe', '__mmdrop or pgd_free probe', 'mmstep_tlb_flush'],
  before: {
    mm_free(c, { mm }) {
      if (!c.w.mms.get(mm)?.exited) return;
      if (!c.p.whole(mm)) return c.skip(inputs.wholeMm);
      const [left] = c.p.tables.ofMm(mm);
      if (left)
        return c.fail({
          what: `table 0x${left.pfn.toString(16)} is still linked`,
          mm,
          table: left.pfn,
          because: [left.linkedAt],
        });
      const stale = c.p.stale.ofMm(mm)[0];
      if (stale) return c.fail({ what: 'translations are left', mm, va: stale.va, pfn: stale.pfn, because: [stale.since] });
      const entries = c.p.entries.get(mm);
      if (entries && entries.ptes.size + entries.pmds.size > 0)
        return c.fail({ what: `${entries.ptes.size + entries.pmds.size} entries are left`, mm });
      if (!c.p.printed.pte || !c.p.printed.flush) return c.skip(inputs.flush);
      const of = c.p.mms.get(mm);
      const member = of ? of.rss.findIndex((bytes) => bytes !== null && bytes !== 0) : -1;
      if (of && member >= 0)
        return c.fail({ what: `${(of.rss[member] ?? 0) / 4096} ${members[member]} pages are still counted`, mm });
      c.ok();
    },
  },
});

export const tablesAreReturned = defineRule({
  id: 'R3',
  system: 'shared',
  severity: 'L',
  meaning: 'all table pages of an mm are given back with it (mm_pgtables_bytes is zero)',
  source: 'kernel/fork.c, check_mm(): "non-zero pgtables_bytes on freeing mm"',
  needs: ['pmd_install, ___pte_free_tlb probes', '__mmdrop or pgd_free probe'],
  before: {
    mm_free(c, { mm }) {
      if (!c.w.mms.get(mm)?.exited) return;
      if (!c.p.whole(mm)) return c.skip(inputs.wholeMm);
      const left = [...c.p.tables.ofMm(mm)];
      c.judge(left.length === 0, () => ({
        what: `${left.length} tables are left`,
        mm,
        table: left[0]?.pfn,
        because: left.slice(0, 4).map((each) => each.linkedAt),
      }));
    },
  },
});
