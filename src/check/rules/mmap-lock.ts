import { hex } from '../../base/word.ts';
import { numbered, seqWords } from '../../facts/step-words.ts';
import { inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Seq = numbered(seqWords);
const locks = ({ vmaLock }: { readonly vmaLock: string }): boolean => vmaLock !== 'none';

export const seqFollowsWriter = defineRule({
  id: 'D8',
  system: 'D',
  severity: 'B',
  meaning: 'mm_lock_seq is odd exactly while mmap_lock is held for write: every release ends all VMA write locks',
  source: 'include/linux/mmap_lock.h, mmap_write_lock(), vma_end_write_all()',
  needs: ['mmstep_mm_seq', 'or mm_lock_seq printed by __vma_start_write'],
  holdsFor: locks,
  after: {
    step_mm_seq(c, { mm, seq, why }) {
      if (why === Seq.lock)
        c.judge(seq % 2 === 1, () => ({
          what: `mmap_lock is taken for write, mm_lock_seq is ${hex(seq)}: a release did not move it`,
          mm,
        }));
      else if (why === Seq.unlock)
        c.judge(seq % 2 === 0, () => ({ what: `mmap_lock is released, mm_lock_seq is ${hex(seq)}`, mm }));
    },
    vma_write(c, { vma, mm, mmSeq }) {
      if (c.p.printed.mmSeq || !c.w.kernel.mmLockSeq) return;
      if (mmSeq < 0) return c.skip(inputs.mmSeq);
      c.judge(mmSeq % 2 === 1, () => ({ what: `a VMA is write-locked while mm_lock_seq is ${hex(mmSeq)}`, vma, mm }));
    },
  },
  before: {
    mmap_lock_acq(c, { mm: told, write, ok }) {
      if (ok === 0 || write === 1 || !c.p.printed.mmSeq) return;
      const mm = c.p.mmOf(told);
      const seq = c.p.mms.get(mm)?.seq ?? -1;
      const lock = c.w.mmapLocks.get(mm);
      if (seq < 0 || !lock?.whole) return c.skip(inputs.mmSeq);
      // The writer itself: a downgrade, whose step comes next.
      if (lock.writer !== 0) return;
      c.judge(seq % 2 === 0, () => ({
        what: `mmap_lock is held for read, mm_lock_seq is ${hex(seq)}`,
        mm,
        because: [lock.since],
      }));
    },
  },
});

export const noMmapLockUnderVmaLock = defineRule({
  id: 'D12',
  system: 'D',
  severity: 'B',
  meaning: 'a task that holds a VMA for read does not wait for mmap_lock',
  source: 'Documentation/mm/process_addrs.rst, VMA locks: warning',
  needs: ['mmap_lock tracepoints', 'mmstep_vma_read_end, or lock_vma_under_rcu and handle_mm_fault probes'],
  holdsFor: locks,
  before: {
    // A trylock is asked for and answered alike; only one that found the lock taken and got it all the same has waited.
    mmap_lock_acq(c, { mm: told, ok }) {
      const { wants } = c.p.task;
      const mm = c.p.mmOf(told);
      if (wants?.mm !== mm) return;
      const waited = wants.busy && ok === 1;
      c.judge(!waited || !c.p.holdsVma(mm, c.tid), () => ({
        what: 'mmap_lock was awaited under a VMA read lock',
        mm,
        vma: c.p.task.vmas.keys().next().value,
        because: [c.p.task.readTry?.since ?? 0, wants.since],
        possible: !c.p.printed.vmaCount,
      }));
    },
  },
  // A task that waits forever never says that it got the lock.
  atEnd(c) {
    for (const tid of c.p.waiters) {
      const { wants, readTry } = c.p.taskAt(tid);
      if (!wants?.busy || !c.p.holdsVma(wants.mm, tid)) continue;
      c.fail({
        what: `task ${tid} awaits mmap_lock under a VMA read lock, to the end of the trace`,
        mm: wants.mm,
        because: [readTry?.since ?? 0, wants.since],
        possible: !c.p.printed.vmaCount,
      });
    }
  },
});

export const downgradeEndsWrites = defineRule({
  id: 'D15',
  system: 'D',
  severity: 'B',
  meaning: 'a downgrade of mmap_lock ends all VMA write locks',
  source: 'include/linux/mmap_lock.h, mmap_write_downgrade(): vma_end_write_all()',
  needs: ['mmstep_mm_seq', 'mmap_lock tracepoints'],
  holdsFor: locks,
  after: {
    step_mm_seq(c, { mm, seq, why }) {
      if (why !== Seq.downgrade) return;
      c.judge(seq % 2 === 0, () => ({ what: `mmap_lock is downgraded, mm_lock_seq is ${hex(seq)}`, mm }));
    },
  },
  before: {
    mmap_lock_rel(c, { mm: told, write }) {
      if (write === 1 || !c.p.printed.mmSeq) return;
      const mm = c.p.mmOf(told);
      const seq = c.p.mms.get(mm)?.seq ?? -1;
      if (seq < 0) return c.skip(inputs.mmSeq);
      c.judge(seq % 2 === 0, () => ({ what: `a reader releases mmap_lock, mm_lock_seq is ${hex(seq)}`, mm }));
    },
  },
});

export const writersAreAlone = defineRule({
  id: 'PA4',
  system: 'D',
  severity: 'B',
  meaning: 'a writer of mmap_lock is alone; a downgraded holder goes with readers only',
  source: 'Documentation/mm/process_addrs.rst, mmap lock; kernel/locking/rwsem.c',
  needs: ['mmap_lock tracepoints'],
  before: {
    mmap_lock_acq(c, { mm: told, write, ok }) {
      if (ok === 0) return;
      const mm = c.p.mmOf(told);
      const lock = c.w.mmapLocks.get(mm);
      if (!lock?.whole) return c.skip(inputs.mmapLock);
      const others = lock.readers.filter((tid) => tid !== c.tid);
      const writer = lock.writer !== 0 && lock.writer !== c.tid;
      c.judge(!writer && (write === 0 || others.length === 0), () => ({
        what: writer ? `task ${lock.writer} has mmap_lock for write` : `tasks ${others.join(', ')} have mmap_lock for read`,
        mm,
        because: [lock.since],
      }));
    },
  },
});
