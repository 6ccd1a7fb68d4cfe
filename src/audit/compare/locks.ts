import { hex } from '../../base/word.ts';
import type { ReplayedVma } from '../replayed.ts';
import type { VmaDump } from '../snapshot/snapshot.ts';
import { type Comparison, compareNumber, defineComparison } from './define.ts';

/** mm->mm_lock_seq. */
export const mmLockSeq = defineComparison({
  name: 'mm_lock_seq',
  about: 'mm_lock_seq against the dump of mm_struct',
  compare({ mm, snapshot }, tally, report) {
    const lock = mm?.mmap_lock;
    return compareNumber(snapshot.dump?.lockSeq ?? null, lock?.seq ?? null, lock?.certainty ?? 'unknown', tally, report);
  },
});

/** Whether mmap_lock is free, read or write held. */
export const mmapLock = defineComparison({
  name: 'mmap_lock',
  about: 'state of mmap_lock against the dump of mm_struct',
  compare({ mm, snapshot }, tally, report) {
    const lock = mm?.mmap_lock;
    return compareNumber(snapshot.dump?.mmapLock ?? null, lock?.state ?? null, lock?.certainty ?? 'unknown', tally, report);
  },
});

/** vma->vm_lock_seq of every VMA that both sides have. */
export const vmLockSeq = perVma(
  'vm_lock_seq',
  (dump) => dump.lockSeq,
  (vma) => vma.lock.vm_lock_seq,
);

/** vma->vm_refcnt of every VMA that both sides have. */
export const vmRefcnt = perVma(
  'vm_refcnt',
  (dump) => dump.refcnt,
  (vma) => vma.lock.vm_refcnt,
);

function perVma(
  name: string,
  inKernel: (dump: VmaDump) => number | null,
  inReplay: (vma: ReplayedVma) => number | null,
): Comparison {
  return defineComparison({
    name,
    about: `${name} of each VMA against the dump of vm_area_structs`,
    compare({ mm, snapshot }, tally, report) {
      let comparable = false;
      for (const vma of mm?.vmas ?? []) {
        const dump = snapshot.dump?.vmas.get(vma.start);
        if (!dump) continue;
        if (compareNumber(inKernel(dump), inReplay(vma), vma.certainty, tally, report, hex(vma.start), vma.since))
          comparable = true;
      }
      return comparable;
    },
  });
}
