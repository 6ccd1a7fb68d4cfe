import { hex } from '../../base/word.ts';
import { numbered, vmaFieldWords } from '../../facts/step-words.ts';
import { writeLocked } from '../../models/vma-count/protocol.ts';
import { type Case, inputs } from '../case.ts';
import { defineRule } from '../rule.ts';

const Field = numbered(vmaFieldWords);

export const fieldsUnderLocks = defineRule({
  id: 'D14',
  system: 'D',
  severity: 'B',
  meaning: 'the bounds of a VMA change under mmap_lock, VMA and rmap write locks; its flags under mmap_lock and VMA write locks',
  source: 'Documentation/mm/process_addrs.rst, VMA fields; mm/vma.c, vma_prepare()',
  needs: ['mmstep_vma_change, or vma_complete and __split_vma probes', 'mmap_lock tracepoints'],
  before: {
    step_vma_change(c, { vma, mm, field, rmap }) {
      const writer = c.p.writesMmap(mm, c.tid);
      if (writer === false)
        return c.fail({ what: `${vmaFieldWords[field] ?? 'a field'} changes without mmap_lock for write`, vma, mm });
      if (field !== Field.vm_flags && rmap === 0)
        return c.fail({ what: `${vmaFieldWords[field] ?? 'a field'} changes without the rmap locks`, vma, mm });
      if (writer === null) return c.skip(inputs.mmapLock);
      if (c.p.design.vmaLock !== 'none') {
        const seq = c.p.vmas.get(vma)?.seq ?? -1;
        const of = c.p.mms.get(mm)?.seq ?? -1;
        if (seq < 0 || of < 0) return c.skip(seq < 0 ? inputs.vmSeq : inputs.mmSeq);
        if (!writeLocked(seq, of))
          return c.fail({ what: `${vmaFieldWords[field] ?? 'a field'} changes, the VMA is not write-locked`, vma, mm });
      }
      c.ok();
    },
    vma_bounds(c, { vma, start, end }) {
      judgeBounds(c, vma, start, end);
    },
    vma_resize(c, { vma, start, end }) {
      judgeBounds(c, vma, start, end);
    },
  },
});

/** Probes show the bounds and the mmap_lock; the other two locks they do not. */
function judgeBounds(c: Case, vma: number, start: number, end: number) {
  const known = c.w.vmas.get(vma);
  if (known?.place !== 'attached' || end <= start || (known.start === start && known.end === end)) return;
  const writer = c.p.writesMmap(known.mm, c.tid);
  if (writer === null) return c.skip(inputs.mmapLock);
  c.judge(writer, () => ({
    what: `the VMA at ${hex(known.start)} gets other bounds without mmap_lock for write`,
    vma,
    mm: known.mm,
    because: [known.since],
  }));
}

export const stackGrowsLocked = defineRule({
  id: 'PA12',
  system: 'D',
  severity: 'B',
  meaning: 'a stack that grows is write-locked first',
  source: 'mm/vma.c, expand_downwards(): vma_start_write()',
  needs: ['expand_downwards and __vma_start_write probes', 'mmap_lock tracepoints'],
  holdsFor: ({ vmaLock }) => vmaLock === 'refcnt',
  before: {
    stack_grow_end(c, { ret }) {
      const { grow } = c.p.task;
      const vma = grow ? c.w.vmas.get(grow.vma) : undefined;
      if (!grow || ret !== 0) return;
      if (grow.locked) return c.ok();
      const lock = vma ? c.w.mmapLocks.get(vma.mm) : undefined;
      if (!vma || vma.lockSeq < 0 || !lock?.counted) return c.skip(inputs.vmSeq);
      c.judge(writeLocked(vma.lockSeq, lock.seq), () => ({
        what: 'a stack grew without a write lock of its VMA',
        vma: grow.vma,
        mm: vma.mm,
        possible: true,
      }));
    },
  },
});
