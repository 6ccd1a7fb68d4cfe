import { countSteps, numbered } from '../../facts/step-words.ts';
import { add, newVmaLock } from '../vma-count/vma-book.ts';
import { defineSteps } from './define.ts';
import type { Protocol } from './protocol.ts';

export const Count = numbered(countSteps);

function fresh(p: Protocol, vma: number, mm: number, lseq: number, refc: number): void {
  if (!vma) return;
  const lock = newVmaLock(vma, mm, p.now.seq);
  lock.refcnt = Math.max(refc, 0);
  lock.seq = lseq;
  lock.attached = false;
  p.vmas.set(vma, lock);
}

/** VMA locks: their counts, their sequences, who holds them. */
export const vmaLocks = defineSteps({
  name: 'vma-locks',
  on: {
    vma_alloc(p, { vma, mm, lseq, refc }) {
      fresh(p, vma, mm, lseq, refc);
    },
    vma_dup(p, { vma, mm, lseq, refc }) {
      fresh(p, vma, mm, lseq, refc);
    },
    vma_free(p, { vma }) {
      p.vmas.delete(vma);
    },
    vma_read_try(p, { mm, va }) {
      p.task.readTry = { mm, va, since: p.now.seq };
    },
    vma_read_next(p) {
      p.task.readTry = null;
    },
    vma_read_end_try(p, { vma }) {
      if (!vma || !p.printed.vmaCount) return;
      const { tid } = p.now;
      const lock = p.vma(vma, p.task.readTry?.mm ?? 0);
      if ((lock.trying.get(tid) ?? 0) > 0) add(lock.trying, tid, -1);
      add(lock.held, tid, 1);
      add(p.task.vmas, vma, 1);
    },
    step_vma_count(p, { vma, mm, refcnt, step }) {
      const lock = p.vma(vma, mm);
      const { tid, ts } = p.now;
      lock.mm = mm;
      lock.refcnt = refcnt;
      if (step === Count.attach) lock.attached = true;
      else if (step === Count.detach) lock.attached = false;
      else if (step === Count.read_get) add(lock.trying, tid, 1);
      else if (step === Count.read_put) add(lock.trying, tid, -1);
      else if (step === Count.read_end) {
        if ((lock.held.get(tid) ?? 0) > 0) {
          add(lock.held, tid, -1);
          add(p.task.vmas, vma, -1);
        } else if ((lock.trying.get(tid) ?? 0) > 0) add(lock.trying, tid, -1);
      }
      const readerLeft = step === Count.read_end || step === Count.read_put;
      if (readerLeft && refcnt >= 0x4000_0000 && refcnt <= 0x4000_0001) lock.lastPut = ts;
    },
    step_vma_seq(p, { vma, mm, seq, refcnt }) {
      const lock = p.vma(vma, mm);
      lock.mm = mm;
      lock.seq = seq;
      lock.refcnt = refcnt;
      lock.lastPut = -1;
    },
    step_mm_seq(p, { mm, seq }) {
      p.mm(mm).seq = seq;
    },
    step_vma_rmap(p, { vma, mm, linked }) {
      const lock = p.vma(vma, mm);
      // A copy made by fork is printed with its parent's mm until it is linked.
      lock.mm = mm;
      lock.rmapLinked = linked === 1;
    },
    vma_write(p, { vma }) {
      if (p.task.grow?.vma === vma) p.task.grow.locked = true;
    },
    stack_grow(p, { vma }) {
      p.task.grow = { vma, locked: false };
    },
    stack_grow_end(p) {
      p.task.grow = null;
    },
    mm_new(p, { mm }) {
      p.mms.delete(mm);
      p.mm(mm).seq = 0;
      p.mm(mm).wpSeq = 0;
    },
    mm_free(p, { mm }) {
      p.mms.delete(mm);
    },
  },
});
