import { address, defineEvent, number, text } from '../define.ts';

/** mm_lock_seq was written: odd from the moment mmap_lock is write-locked until just before unlock or downgrade. */
export const mmstepMmSeq = defineEvent({
  names: ['mmstep_mm_seq'],
  probe: false,
  example: 'mm=0xffff88800447c600 seq=0x23 why=lock',
  needs: { mm: address, seq: number, why: text },
});

/**
 * The count of a VMA lock changed; `refcnt` is the value after (vm_refcnt, or the number of readers of the rw_semaphore
 * with 0x40000000 for its writer). read_get raises it for a try that is not yet a success, read_put takes that back,
 * read_end drops a lock that was held; exclude and unexclude are a writer adding and subtracting 0x40000000; attach and
 * detach are the reference of the tree.
 */
export const mmstepVmaCount = defineEvent({
  names: [
    'mmstep_vma_read_get',
    'mmstep_vma_read_put',
    'mmstep_vma_read_end',
    'mmstep_vma_exclude',
    'mmstep_vma_unexclude',
    'mmstep_vma_attach',
    'mmstep_vma_detach',
  ],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 refcnt=0x1',
  needs: { vma: address, mm: address, refcnt: number },
});

/** A try to read-lock a VMA failed; `why` is seq_busy, ref_busy, detached, other_mm, seq_busy_late or wrong_range. */
export const mmstepVmaReadFail = defineEvent({
  names: ['mmstep_vma_read_fail'],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 address=0x7fdf23495000 why=seq_busy',
  needs: { vma: address, mm: address, address: address, why: text },
});

/** vm_lock_seq was written: the VMA is write-locked until mm_lock_seq moves on. */
export const mmstepVmaSeq = defineEvent({
  names: ['mmstep_vma_seq'],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 seq=0x23 refcnt=0x40000001',
  needs: { vma: address, mm: address, seq: number, refcnt: number },
});

/** A field of a VMA was written; `rmap` 1 when the writer held the rmap locks of the VMA for write. */
export const mmstepVmaChange = defineEvent({
  names: ['mmstep_vma_change'],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 field=vm_start old=0x7fdf23494000 new=0x7fdf234a4000 rmap=1',
  needs: { vma: address, mm: address, field: text, old: number, new: number, rmap: number },
});

/** A VMA became reachable through the rmap trees of its file and anon_vma, or ceased to be. */
export const mmstepVmaRmap = defineEvent({
  names: ['mmstep_vma_rmap'],
  probe: false,
  example: 'vma=0xffff8880055ffc00 mm=0xffff88800447c600 linked=0',
  needs: { vma: address, mm: address, linked: number },
});
