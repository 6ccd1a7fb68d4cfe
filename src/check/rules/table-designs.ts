import { hex } from '../../base/word.ts';
import { numbered, refWords, unlinkWords } from '../../facts/step-words.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Ref = numbered(refWords);
const Unlink = numbered(unlinkWords);
const counts = ({ ptReclaim }: { readonly ptReclaim: string }): boolean => ptReclaim === 'R1';

export const tableRefsAddUp = defineRule({
  id: 'B9',
  system: 'B',
  severity: 'B',
  meaning:
    'pte_refcount counts entries and walkers: never below the entries, never raised from zero, zero when the table is unlinked',
  source: 'the pte_refcount series: pte_ref_init(), pte_tryget(), pte_put_many()',
  needs: ['mmstep_pte_ref', 'mmstep_pt_unlink'],
  holdsFor: counts,
  before: {
    step_pte_ref(c, { mm, va, table: pfn, delta, refs, why }) {
      const table = c.p.tables.byPfn.get(pfn);
      if (!table) return c.skip(inputs.tables);
      const before = refs - delta;
      if (refs < 0) return c.fail({ what: `the count falls to ${refs}`, mm, va, table: pfn });
      if (before <= 0 && delta > 0 && why !== Ref.init)
        return c.fail({ what: 'the count is raised from zero', mm, va, table: pfn });
      const jumped = table.refs >= 0 && table.refs !== before && why !== Ref.init;
      c.judge(!jumped, () => ({ what: `the count was ${table.refs}, the change begins at ${before}`, mm, va, table: pfn }));
    },
    step_pt_unlink(c, { mm, va, table: pfn, why }) {
      if (why !== Unlink.refcount) return;
      const table = c.p.tables.byPfn.get(pfn);
      if (!table || table.refs < 0) return c.skip(inputs.tables);
      c.judge(table.refs === 0 && table.used <= 0, () => ({
        what: `table ${hex(pfn)} is unlinked with ${table.refs} users and ${table.used} entries`,
        mm,
        va,
        table: pfn,
      }));
    },
  },
});

export const onePutPerFault = defineRule({
  id: 'B10',
  system: 'B',
  severity: 'L',
  meaning: 'a fault puts the table it got once, and no other',
  source: 'the pte_refcount series: pte_put_vmf()',
  needs: ['mmstep_pte_ref', 'handle_mm_fault probes'],
  holdsFor: counts,
  before: {
    fault_end(c) {
      const { fault } = c.p.task;
      if (!fault) return;
      c.judge(fault.tableRefs === 0, () => ({
        what:
          fault.tableRefs > 0
            ? `${fault.tableRefs} references to tables are not put`
            : `tables are put ${-fault.tableRefs} times too often`,
        mm: fault.mm,
        va: fault.va,
        because: [fault.since],
      }));
    },
  },
});

export const emptyNotForever = defineRule({
  id: 'B11',
  system: 'B',
  severity: 'P',
  meaning: 'no PTE table stays empty longer than --empty-age (an alarm, not a bug)',
  source: 'the motive of the pte_refcount series: 110 GB of PTE tables where 1.2 GB were needed',
  needs: ['mmstep_pte_clear', 'pmd_install probe', '--empty-age'],
  before: {
    step_ptl: judgeAge,
    step_pt_unlink: judgeAge,
    pt_free(c, { mm, pfn }) {
      judgeAge(c, { mm, va: 0, table: pfn });
    },
  },
});

function judgeAge(c: Case, { mm, va, table: pfn }: { readonly mm: number; readonly va: number; readonly table: number }): void {
  const { emptyAge } = c.settings;
  const table = c.p.tables.byPfn.get(pfn);
  if (emptyAge === null || !table || table.emptySince < 0 || !c.p.printed.pte) return;
  const age = c.p.now.ts - table.emptySince;
  c.judge(age <= emptyAge, () => ({ what: `table ${hex(pfn)} was empty for ${age} ns`, mm, va, table: pfn }));
}

export const refill = defineRule({
  id: 'B12',
  system: 'B',
  severity: 'P',
  meaning: 'a table that was freed early is not needed again within --relink-age (an alarm, not a bug)',
  source: 'the cost side of eager freeing: allocate, zero and free again',
  needs: ['mmstep_pt_unlink', 'pmd_install probe', '--relink-age'],
  after: {
    pt_link(c, { mm, pfn }) {
      const { relinkAge } = c.settings;
      const index = c.p.tables.byPfn.get(pfn)?.index ?? -1;
      if (relinkAge === null || index < 0) return;
      const freed = c.p.mms.get(mm)?.freedAt.get(index);
      if (freed === undefined) return;
      const age = c.p.now.ts - freed;
      c.judge(age > relinkAge, () => ({
        what: `a table is linked ${age} ns after one was freed at the same place`,
        mm,
        va: index * 0x20_0000,
        table: pfn,
      }));
    },
  },
});
