import { hex } from '../../base/word.ts';
import { countSteps, numbered } from '../../facts/step-words.ts';
import { excludes, mayWriteSeq, writeLocked } from '../../models/vma-count/protocol.ts';
import { sum } from '../../models/vma-count/vma-book.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Count = numbered(countSteps);
const locks = ({ vmaLock }: { readonly vmaLock: string }): boolean => vmaLock !== 'none';

/** mm_lock_seq as a step showed it, or counted from the birth of the mm; -1 not known. */
function mmSeq(c: Case, mm: number): number {
  const told = c.p.mms.get(mm)?.seq ?? -1;
  if (c.p.printed.mmSeq) return told;
  const lock = c.w.mmapLocks.get(mm);
  return lock?.counted && c.w.kernel.mmLockSeq ? lock.seq : -1;
}

export const writerHasMmap = defineRule({
  id: 'D2',
  system: 'D',
  severity: 'B',
  meaning: 'a VMA excludes readers only while somebody holds mmap_lock for write',
  source: 'mm/mmap_lock.c, __vma_start_exclude_readers(): mmap_assert_write_locked()',
  needs: ['mmstep_vma_exclude or vm_refcnt printed by probes', 'mmap_lock tracepoints'],
  holdsFor: locks,
  after: {
    step_vma_count(c, { vma, mm, refcnt, step }) {
      if (step === Count.exclude) judgeWriter(c, vma, mm, refcnt);
    },
    vma_state(c, { vma, mm, refc }) {
      if (!c.p.printed.vmaCount && refc >= 0 && excludes(refc)) judgeWriter(c, vma, mm, refc);
    },
  },
});

function judgeWriter(c: Case, vma: number, mm: number, refcnt: number) {
  const lock = c.w.mmapLocks.get(mm);
  if (lock?.writer) return c.ok();
  if (!lock?.whole || c.w.pointerJoin) return c.skip(inputs.mmapLock);
  c.fail({ what: `the count is ${hex(refcnt)} while nobody holds mmap_lock for write`, vma, mm, because: [lock.since] });
}

/** The seed's point: the sequence alone does not keep out readers who came before. */
export const noReaderWithWriter = defineRule({
  id: 'D3',
  system: 'D',
  severity: 'B',
  meaning: 'a VMA that is write-locked is held by no reader',
  source: 'mm/mmap_lock.c, vma_start_read(), __vma_start_write()',
  needs: ['mmstep_vma_seq', 'mmstep_mm_seq', 'lock_vma_under_rcu probes'],
  holdsFor: locks,
  after: {
    step_vma_seq(c, { vma, mm, seq }) {
      const lock = c.p.vmas.get(vma);
      const of = mmSeq(c, mm);
      if (!lock || of < 0 || !c.p.printed.vmaCount) return c.skip(of < 0 ? inputs.mmSeq : inputs.readers);
      const held = sum(lock.held);
      c.judge(!writeLocked(seq, of) || held === 0, () => ({
        what: `the VMA is write-locked while ${held} readers hold it`,
        vma,
        mm,
      }));
    },
    vma_read_end_try(c, { vma, lseq }) {
      if (!vma) return;
      const mm = c.p.task.readTry?.mm ?? 0;
      const of = mmSeq(c, mm);
      const told = c.p.printed.vmaSeq ? (c.p.vmas.get(vma)?.seq ?? -1) : lseq;
      if (told < 0) return c.skip(inputs.vmSeq);
      if (of < 0) return c.skip(inputs.mmSeq);
      // Under mmap_lock for read nobody can write: the sequence is that of the last writer.
      c.judge(!writeLocked(told, of), () => ({ what: 'a reader got into a VMA that is write-locked', vma, mm }));
    },
  },
});

export const readersHoldLiveVma = defineRule({
  id: 'D4',
  system: 'D',
  severity: 'B',
  meaning: 'a reader gets the VMA of its mm that holds the address, and the VMA stays attached as long',
  source: 'mm/mmap_lock.c, lock_vma_under_rcu()',
  needs: ['lock_vma_under_rcu probes', 'VMA bounds', 'mmstep_vma_detach'],
  holdsFor: locks,
  after: {
    vma_read_end_try(c, { vma }) {
      const { readTry } = c.p.task;
      if (!vma || !readTry) return;
      const known = c.w.vmas.get(vma);
      if (!known || known.end <= known.start) return c.skip(inputs.vma);
      const { mm, va } = readTry;
      if (c.p.printed.vmaCount && c.p.vmas.get(vma)?.attached === false)
        return c.fail({ what: 'a reader got a VMA that is detached', vma, mm, va, because: [readTry.since] });
      const fits = known.mm === mm && va >= known.start && va < known.end;
      c.judge(fits, () => ({
        what: `a reader that looked for ${hex(va)} got a VMA from ${hex(known.start)} to ${hex(known.end)}`,
        vma,
        mm,
        va,
        because: [readTry.since, known.since],
      }));
    },
    step_vma_count(c, { vma, mm, step }) {
      if (step !== Count.detach) return;
      const held = sum(c.p.vmas.get(vma)?.held ?? new Map());
      c.judge(held === 0, () => ({ what: `a VMA is detached while ${held} readers hold it`, vma, mm }));
    },
  },
});

export const attachUnderWriteLock = defineRule({
  id: 'D6',
  system: 'D',
  severity: 'B',
  meaning: 'a VMA is attached and detached only while it is write-locked',
  source: 'include/linux/mmap_lock.h, vma_mark_attached(): vma_assert_write_locked()',
  needs: ['mmstep_vma_attach, mmstep_vma_seq and mmstep_mm_seq', 'or vm_lock_seq printed by perf_event_mmap'],
  holdsFor: locks,
  before: {
    step_vma_count(c, { vma, mm, step }) {
      if (step !== Count.attach && step !== Count.detach) return;
      const of = mmSeq(c, mm);
      const seq = c.p.vmas.get(vma)?.seq ?? -1;
      if (seq < 0) return c.skip(inputs.vmSeq);
      if (of < 0) return c.skip(inputs.mmSeq);
      const done = step === Count.attach ? 'attached' : 'detached';
      c.judge(writeLocked(seq, of), () => ({
        what: `a VMA is ${done} that is not write-locked (${hex(seq)}, mm ${hex(of)})`,
        vma,
        mm,
      }));
    },
  },
  after: {
    vma_mapped(c, { vma, mm }) {
      if (c.p.printed.vmaSeq || c.p.design.vmaLock !== 'refcnt') return;
      const known = c.w.vmas.get(vma);
      const of = mmSeq(c, mm);
      if (!known || known.lockSeq < 0) return c.skip(inputs.vmSeq);
      if (of < 0) return c.skip(inputs.mmSeq);
      c.judge(writeLocked(known.lockSeq, of), () => ({
        what: `a VMA is mapped that is not write-locked (${hex(known.lockSeq)}, mm ${hex(of)})`,
        vma,
        mm,
        possible: true,
      }));
    },
  },
});

export const seqAfterReaders = defineRule({
  id: 'D7',
  system: 'D',
  severity: 'B',
  meaning: 'vm_lock_seq is written by the holder of mmap_lock, after the readers have left or before any can come',
  source: 'mm/mmap_lock.c, __vma_start_write(): WRITE_ONCE() after the wait',
  needs: ['mmstep_vma_seq', 'mmap_lock tracepoints'],
  holdsFor: locks,
  before: {
    step_vma_seq(c, { vma, mm, refcnt }) {
      const writer = c.p.writesMmap(mm, c.tid);
      const kind = c.p.design.vmaLock === 'rwsem' ? 'rwsem' : 'refcnt';
      if (!mayWriteSeq(kind, refcnt))
        return c.fail({ what: `vm_lock_seq is written while the count is ${hex(refcnt)}`, vma, mm });
      if (writer === null) return c.skip(inputs.mmapLock);
      c.judge(writer, () => ({ what: 'vm_lock_seq is written without mmap_lock', vma, mm }));
    },
  },
});

export const writeLockUnderMmap = defineRule({
  id: 'PA1',
  system: 'D',
  severity: 'B',
  meaning: 'a VMA is write-locked only by the task that holds mmap_lock for write',
  source: 'Documentation/mm/process_addrs.rst, VMA locks; include/linux/mmap_lock.h, vma_start_write()',
  needs: ['__vma_start_write probe or mmstep_vma_exclude', 'mmap_lock tracepoints'],
  holdsFor: locks,
  before: {
    vma_write(c, { vma, mm }) {
      const writer = c.p.writesMmap(mm, c.tid);
      if (writer === null) return c.skip(inputs.mmapLock);
      c.judge(writer, () => ({ what: 'a VMA is write-locked by a task without mmap_lock', vma, mm }));
    },
  },
});
