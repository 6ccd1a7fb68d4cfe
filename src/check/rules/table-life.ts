import { hex } from '../../base/word.ts';
import { numbered, pathWords, unlinkWords } from '../../facts/step-words.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Unlink = numbered(unlinkWords);
const Path = numbered(pathWords);
const PMD_SIZE = 0x20_0000;

export const unlinkedEmpty = defineRule({
  id: 'B1',
  system: 'B',
  severity: 'B',
  meaning: 'a PTE table is empty when it is unlinked',
  source: 'mm/memory.c, free_pte_range(), zap_empty_pte_table()',
  needs: ['mmstep_pt_unlink, or the ___pte_free_tlb probe and entries by rmap probes'],
  before: {
    step_pt_unlink(c, { mm, va, table: pfn }) {
      const table = c.p.tables.byPfn.get(pfn);
      if (!table || table.used < 0) return c.skip(inputs.tables);
      if (!c.p.printed.pte) return c.skip(inputs.entries);
      c.judge(table.used === 0, () => ({
        what: `a table with ${table.used} entries is unlinked`,
        mm,
        va,
        table: pfn,
        because: [table.linkedAt],
      }));
    },
    pt_free(c, { mm, pfn }) {
      if (c.p.printed.unlink) return;
      const table = c.p.tables.byPfn.get(pfn);
      const index = table?.index ?? -1;
      if (table?.state !== 'linked') return c.skip(inputs.tables);
      if (index < 0) return c.skip(inputs.place);
      if (!c.p.whole(mm)) return c.skip(inputs.wholeMm);
      const used = c.w.mms.get(mm)?.pt.used(index) ?? 0;
      c.judge(used === 0, () => ({
        what: `a table with ${used} entries is given back`,
        possible: c.p.mms.get(mm)?.raced === true,
        mm,
        va: index * PMD_SIZE,
        table: pfn,
        because: [table.linkedAt],
      }));
    },
  },
});

export const freedAfterUse = defineRule({
  id: 'B3',
  system: 'B',
  severity: 'B',
  meaning: 'the page of a table is given back after it was unlinked, and after all who walk it without locks have left',
  source: 'mm/mmu_gather.c, tlb_remove_table(); Documentation/mm/process_addrs.rst, page table freeing',
  needs: ['mm_page_free', 'mmstep_walk_begin', 'pmd_install and ___pte_free_tlb probes'],
  before: {
    folio_free(c, { pfn }) {
      const table = c.p.tables.byPfn.get(pfn);
      if (!table) return;
      // The loser of a race to link was never reachable; one that never was linked neither.
      const reachable = table.state === 'linked' && (table.proven || !table.rivals) && table.index >= 0;
      if (reachable && !c.p.printed.unlink) return c.skip(inputs.unlinks);
      if (reachable)
        return c.fail({
          what: `table ${hex(pfn)} is freed while it is linked`,
          mm: table.mm,
          table: pfn,
          pfn,
          because: [table.linkedAt],
        });
      if (table.state !== 'detached') return;
      if (!c.p.printed.pte) return c.skip(inputs.walkers);
      for (const [tid, since] of table.walkers) {
        if (since > table.unlinkedAt) continue;
        return c.fail({
          what: `table ${hex(pfn)} is freed while task ${tid} walks it`,
          mm: table.mm,
          table: pfn,
          pfn,
          because: [since, table.unlinkedAt],
        });
      }
      c.ok();
    },
  },
});

/** Which of two tables that were installed at one place won shows only when one of them is used, or given back. */
export const oneTablePerPlace = defineRule({
  id: 'B4',
  system: 'B',
  severity: 'B',
  meaning: 'at most one table is linked for each 2 MiB of an mm',
  source: 'mm/memory.c, pmd_install(): checked under the PMD lock',
  needs: ['pmd_install probe', 'mm_page_free', 'for certainty mmstep_ptl_lock'],
  after: {
    pt_link(c, { mm, pfn }) {
      const table = c.p.tables.byPfn.get(pfn);
      if (!table || table.index < 0) return c.skip(inputs.place);
      if (!c.p.whole(mm)) return c.skip(inputs.wholeMm);
      if (!table.rivals) c.ok();
    },
  },
  before: {
    step_ptl(c, { table, held }) {
      if (held === 1) judgeRivals(c, table);
      judgeRivals(c, c.p.task.installed);
    },
    fault_end(c) {
      judgeRivals(c, c.p.task.installed);
    },
    copy_range_end(c) {
      judgeRivals(c, c.p.task.installed);
    },
    pt_free(c, { mm, pfn }) {
      const table = c.p.tables.byPfn.get(pfn);
      for (const rival of table?.rivals ?? []) {
        if (rival === table || rival.state !== 'linked') continue;
        return c.fail({
          what: `table ${hex(pfn)} was linked over ${hex(rival.pfn)}`,
          mm,
          table: pfn,
          because: [rival.linkedAt, table?.linkedAt ?? 0],
          possible: !c.p.printed.unlink,
        });
      }
    },
  },
});

/** A table that is used, or that its installer kept, is linked: then its rivals must not be. */
function judgeRivals(c: Case, pfn: number) {
  const table = pfn < 0 ? undefined : c.p.tables.byPfn.get(pfn);
  if (!table?.rivals || table.proven || table.state !== 'linked') return;
  for (const rival of table.rivals) {
    const kept = rival !== table && (rival.proven || rival.pfn === c.p.task.installed);
    if (!kept || rival.state !== 'linked') continue;
    return c.fail({
      what: `tables ${hex(pfn)} and ${hex(rival.pfn)} are both linked`,
      mm: table.mm,
      va: table.index * PMD_SIZE,
      table: pfn,
      because: [rival.linkedAt, table.linkedAt],
      possible: !c.p.printed.pte,
    });
  }
  c.ok();
}

export const reclaimIsSure = defineRule({
  id: 'B6',
  system: 'B',
  severity: 'B',
  meaning: 'MADV_DONTNEED frees a table only when the zap covered it, left nothing, and kept or took its locks again',
  source: 'mm/memory.c, zap_pte_range(): can_reclaim_pt; "mm: pgtable: fix incorrect reclaim of non-empty PTE pages"',
  needs: ['mmstep_pt_reclaim', 'mmstep_pt_unlink', 'mmstep_pmd_lock'],
  holdsFor: ({ ptReclaim }) => ptReclaim === 'R3' || ptReclaim === 'R3bug',
  before: {
    step_pt_reclaim(c, { mm, va, table, start, end, skipped, dropped, path }) {
      if (path === Path.none) return c.ok();
      const whole = end - start >= PMD_SIZE && skipped === 0;
      c.judge(whole && (path !== Path.fast || dropped === 0), () => ({
        what:
          dropped === 1 && whole
            ? 'the fast way is taken though the page-table lock was dropped midway'
            : 'a table is reclaimed that was not zapped whole',
        mm,
        va,
        table,
      }));
    },
    step_pt_unlink(c, { mm, va, table, why }) {
      if (why !== Unlink.reclaim_fast && why !== Unlink.reclaim_slow) return;
      if (!c.p.printed.ptl) return c.skip(inputs.ptl);
      const { task } = c.p;
      const ptl = task.ptls.some((hold) => hold.table === table);
      const pmd = task.pmds.some((lock) => lock.mm === mm && lock.va === va);
      c.judge(ptl && pmd && task.reclaim?.table === table, () => ({
        what: `a table is unlinked ${ptl ? '' : 'without its page-table lock '}${pmd ? '' : 'without the PMD lock'}`,
        mm,
        va,
        table,
        because: [task.reclaim?.since ?? 0],
      }));
    },
  },
});

export const unlinkedFromRmap = defineRule({
  id: 'B7',
  system: 'B',
  severity: 'B',
  meaning: 'munmap and exit unlink tables only after the VMAs left the rmap trees, under mmap_lock or of a dying mm',
  source: 'mm/memory.c, free_pgtables(); Documentation/mm/process_addrs.rst, page table freeing',
  needs: ['mmstep_pt_unlink', 'mmstep_vma_rmap', 'mmap_lock tracepoints'],
  before: {
    step_pt_unlink(c, { mm, va, table, why }) {
      if (why !== Unlink.munmap && why !== Unlink.exit) return;
      const known = c.w.mms.get(mm);
      const locked = known?.exited ? true : c.p.holdsMmap(mm, c.tid);
      if (locked === null) return c.skip(inputs.mmapLock);
      if (!locked) return c.fail({ what: 'a table is unlinked without mmap_lock', mm, va, table });
      if (!c.p.printed.vmaRmap) return c.skip(inputs.rmapLinks);
      for (const lock of c.p.vmas.values()) {
        if (lock.mm !== mm || lock.rmapLinked !== true) continue;
        const vma = c.w.vmas.get(lock.vma);
        if (!vma || vma.start >= va + PMD_SIZE || vma.end <= va) continue;
        return c.fail({ what: `the VMA at ${hex(vma.start)} can still be found by rmap`, mm, va, vma: lock.vma, table });
      }
      c.ok();
    },
  },
});
