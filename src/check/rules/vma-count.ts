import { hex } from '../../base/word.ts';
import { countSteps, numbered } from '../../facts/step-words.ts';
import { countOf, excludes, LIMIT, SATURATED } from '../../models/vma-count/protocol.ts';
import { sum } from '../../models/vma-count/vma-book.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Count = numbered(countSteps);
const locks = ({ vmaLock }: { readonly vmaLock: string }): boolean => vmaLock !== 'none';
const counted = ({ vmaLock }: { readonly vmaLock: string }): boolean => vmaLock === 'refcnt';

export const countAddsUp = defineRule({
  id: 'D1',
  system: 'D',
  severity: 'B',
  meaning: 'while no writer excludes readers, the count of a VMA is one for the tree and one for each reader',
  source: 'include/linux/mm_types.h, vm_refcnt; mm/mmap_lock.c',
  needs: ['mmstep_vma_read_get and its kin', 'or vm_refcnt printed by lock_vma_under_rcu'],
  holdsFor: locks,
  after: {
    step_vma_count(c, { vma, mm, refcnt }) {
      const lock = c.p.vmas.get(vma);
      if (!lock || lock.attached === null) return c.skip(inputs.vmaCount);
      if (excludes(refcnt)) return c.ok();
      const kind = c.p.design.vmaLock === 'rwsem' ? 'rwsem' : 'refcnt';
      const expected = countOf(kind, lock.attached, sum(lock.held) + sum(lock.trying));
      c.judge(refcnt === expected, () => ({
        what: `the count is ${hex(refcnt)}, the tree and the readers make ${expected}`,
        vma,
        mm,
      }));
    },
    vma_read_end_try(c, { vma, refc }) {
      if (!vma || c.p.printed.vmaCount || !counted(c.p.design)) return;
      if (refc < 0) return c.skip(inputs.vmaCount);
      // The tree's reference, and the one just taken.
      c.judge(refc >= 2, () => ({ what: `a reader got in, but the count is ${hex(refc)}`, vma }));
    },
  },
});

export const noReaderFromZero = defineRule({
  id: 'D5',
  system: 'D',
  severity: 'B',
  meaning: 'a count of zero means a dead VMA: no reader raises it',
  source: 'mm/mmap_lock.c, vma_start_read(): __refcount_inc_not_zero_limited_acquire()',
  needs: ['mmstep_vma_read_get', 'or vm_refcnt printed by lock_vma_under_rcu'],
  holdsFor: counted,
  after: {
    step_vma_count(c, { vma, mm, refcnt, step }) {
      if (step !== Count.read_get) return;
      c.judge(refcnt !== 1, () => ({ what: 'a reader raised the count of a dead VMA', vma, mm }));
    },
    vma_read_end_try(c, { vma, refc }) {
      if (!vma || c.p.printed.vmaCount) return;
      if (refc < 0) return c.skip(inputs.vmaCount);
      c.judge(refc !== 1, () => ({ what: 'a reader holds a VMA whose count is 1', vma }));
    },
  },
});

export const countInRange = defineRule({
  id: 'D9',
  system: 'D',
  severity: 'B',
  meaning: 'the count of a VMA stays below the writer flag while no writer is in, and never reaches 0x80000000',
  source: 'include/linux/mm_types.h, VM_REFCNT_LIMIT; include/linux/refcount.h, REFCOUNT_SATURATED',
  needs: ['mmstep_vma_read_get and its kin', 'or vm_refcnt printed by probes'],
  holdsFor: locks,
  after: {
    step_vma_count(c, { vma, mm, refcnt }) {
      judgeRange(c, vma, mm, refcnt);
    },
    vma_read_end_try(c, { vma, refc }) {
      if (vma && refc >= 0) judgeRange(c, vma, undefined, refc);
    },
    vma_write(c, { vma, mm, refc }) {
      if (refc >= 0) judgeRange(c, vma, mm, refc);
    },
  },
});

function judgeRange(c: Case, vma: number, mm: number | undefined, refcnt: number) {
  const fits = refcnt >= 0 && refcnt < SATURATED && (excludes(refcnt) || refcnt <= LIMIT);
  c.judge(fits, () => ({ what: `the count is ${hex(refcnt)}`, vma, mm }));
}

export const freedUnread = defineRule({
  id: 'D10',
  system: 'D',
  severity: 'B',
  meaning: 'a VMA that is given back has count zero, is in no tree and has no reader',
  source: 'mm/vma.c, remove_vma(); mm/vma_init.c, vm_area_free()',
  needs: ['remove_vma or vm_area_free probe', 'mmstep_vma_detach or vm_refcnt printed by the probe'],
  holdsFor: locks,
  before: {
    vma_free(c, { vma, mm }) {
      const lock = c.p.vmas.get(vma);
      if (!c.p.printed.vmaCount) return;
      if (!lock || lock.attached === null) return c.skip(inputs.vmaCount);
      // With the rw_semaphore a try may still find the VMA until RCU frees it, and gives up as it is detached.
      const rwsem = c.p.design.vmaLock === 'rwsem';
      const readers = sum(lock.held) + (rwsem ? 0 : sum(lock.trying));
      c.judge(readers === 0 && lock.attached === false && (rwsem || lock.refcnt <= 0), () => ({
        what: readers > 0 ? `a VMA is freed with ${readers} readers in it` : `a VMA is freed with count ${hex(lock.refcnt)}`,
        vma,
        mm,
      }));
    },
    vma_last_count(c, { vma, refc }) {
      if (c.p.printed.vmaCount || !counted(c.p.design)) return;
      c.judge(refc === 0, () => ({ what: `a VMA is freed with count ${hex(refc)}`, vma }));
    },
  },
});

export const noReaderPastWriter = defineRule({
  id: 'D11',
  system: 'D',
  severity: 'B',
  meaning: 'no reader raises the count while a writer excludes readers',
  source: 'mm/mmap_lock.c, vma_start_read(): limit VM_REFCNT_LIMIT',
  needs: ['mmstep_vma_read_get', 'mmstep_vma_exclude'],
  holdsFor: locks,
  after: {
    step_vma_count(c, { vma, mm, refcnt, step }) {
      if (step !== Count.read_get) return;
      c.judge(!excludes(refcnt), () => ({ what: `a reader raised the count to ${hex(refcnt)}`, vma, mm }));
    },
  },
});

/** What the last try or lock of a task left behind. */
export const endedOnce = defineRule({
  id: 'D13',
  system: 'D',
  severity: 'B',
  meaning: 'each VMA read lock that was got is dropped once: by the fault that gives up, or after the fault',
  source: 'arch/x86/mm/fault.c, do_user_addr_fault(): vma_end_read()',
  needs: ['mmstep_vma_read_end', 'lock_vma_under_rcu probes'],
  holdsFor: locks,
  before: {
    step_vma_count(c, { vma, mm, step }) {
      if (step !== Count.read_end) return;
      const lock = c.p.vmas.get(vma);
      const held = lock?.held.get(c.tid) ?? 0;
      c.judge(held > 0, () => ({ what: 'a VMA read lock is dropped that the task does not hold', vma, mm }));
    },
    vma_read_try(c, { mm }) {
      if (!c.p.printed.vmaCount) return c.skip(inputs.readers);
      const [left] = c.p.task.vmas.keys();
      c.judge(left === undefined, () => ({ what: 'a fault begins while the VMA lock of the one before is held', vma: left, mm }));
    },
  },
});

export const writerWoken = defineRule({
  id: 'D16',
  system: 'D',
  severity: 'P',
  meaning: 'a writer goes on within --wake-age after the last reader has left (an alarm, not a bug)',
  source: 'mm/mmap_lock.c, vma_refcount_put(): rcuwait_wake_up()',
  needs: ['mmstep_vma_read_end', 'mmstep_vma_seq', '--wake-age'],
  holdsFor: locks,
  before: {
    step_vma_seq(c, { vma, mm }) {
      const lock = c.p.vmas.get(vma);
      const { wakeAge } = c.settings;
      if (wakeAge === null || !lock || lock.lastPut < 0) return;
      const waited = c.p.now.ts - lock.lastPut;
      c.judge(waited <= wakeAge, () => ({ what: `the writer goes on ${waited} ns after the last reader left`, vma, mm }));
    },
  },
});
