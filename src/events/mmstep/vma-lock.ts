import { countSteps, failWords, seqWords, vmaFieldWords, wordNumber } from '../../facts/step-words.ts';
import { address, defineEvent, number, text } from '../define.ts';

/** mm_lock_seq was written: odd from the moment mmap_lock is write-locked until just before unlock or downgrade. */
export const mmstepMmSeq = defineEvent({
  names: ['mmstep_mm_seq'],
  probe: false,
  example: 'mm=0xffff88800447c600 seq=0x23 why=lock',
  needs: { mm: address, seq: number, why: text },
  facts(e, emit) {
    emit({ kind: 'step_mm_seq', mm: e.mm, seq: e.seq, why: wordNumber(seqWords, e.why) });
  },
});

/**
 * The count of a VMA lock changed; `refcnt` is the value after (vm_refcnt, or the number of readers of the rw_semaphore
 * with 0x40000000 for its writer). read_get raises it for a try that is not yet a success, read_put takes that back,
 * read_end drops a lock that was held; exclude and unexclude are a writer adding and subtracting 0x40000000; attach and
 * detach are the reference of the tree.
 */
export const mmstepVmaCounts = countSteps.map((step, i) =>
  defineEvent({
    names: [`mmstep_vma_${step}`],
    probe: false,
    example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 refcnt=0x1',
    needs: { vma: address, mm: address, refcnt: number },
    facts(e, emit) {
      emit({ kind: 'step_vma_count', vma: e.vma, mm: e.mm, refcnt: e.refcnt, step: i });
    },
  }),
);

/** A try to read-lock a VMA failed; `why` is seq_busy, ref_busy, detached, other_mm, seq_busy_late or wrong_range. */
export const mmstepVmaReadFail = defineEvent({
  names: ['mmstep_vma_read_fail'],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 address=0x7fdf23495000 why=seq_busy',
  needs: { vma: address, mm: address, address: address, why: text },
  facts(e, emit) {
    emit({ kind: 'step_vma_read_fail', vma: e.vma, mm: e.mm, va: e.address, why: wordNumber(failWords, e.why) });
  },
});

/** vm_lock_seq was written: the VMA is write-locked until mm_lock_seq moves on. */
export const mmstepVmaSeq = defineEvent({
  names: ['mmstep_vma_seq'],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 seq=0x23 refcnt=0x40000001',
  needs: { vma: address, mm: address, seq: number, refcnt: number },
  facts(e, emit) {
    emit({ kind: 'step_vma_seq', vma: e.vma, mm: e.mm, seq: e.seq, refcnt: e.refcnt });
  },
});

/** A field of a VMA was written; `rmap` 1 when the writer held the rmap locks of the VMA for write. */
export const mmstepVmaChange = defineEvent({
  names: ['mmstep_vma_change'],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 field=vm_start old=0x7fdf23494000 new=0x7fdf234a4000 rmap=1',
  needs: { vma: address, mm: address, field: text, old: number, new: number, rmap: number },
  facts(e, emit) {
    const field = wordNumber(vmaFieldWords, e.field);
    emit({ kind: 'step_vma_change', vma: e.vma, mm: e.mm, field, old: e.old, new: e.new, rmap: e.rmap });
  },
});

/** A VMA became reachable through the rmap trees of its file and anon_vma, or ceased to be. */
export const mmstepVmaRmap = defineEvent({
  names: ['mmstep_vma_rmap'],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 linked=0',
  needs: { vma: address, mm: address, linked: number },
  facts(e, emit) {
    emit({ kind: 'step_vma_rmap', vma: e.vma, mm: e.mm, linked: e.linked });
  },
});
