import { countSteps, numbered } from '../../facts/step-words.ts';
import { defineModel } from '../define.ts';

const Step = numbered(countSteps);

/** The VMA lock where the kernel prints its steps: then the ends of read locks are seen, and counts need not be reckoned. */
export const stepVmaLock = defineModel({
  name: 'step-vma-lock',
  on: {
    step_vma_count(world, { vma: ptr, refcnt, step }) {
      const vma = world.vmas.get(ptr);
      if (!vma) return;
      if (world.kernel.vmaLock === 'refcnt') {
        vma.refcnt = refcnt;
        vma.lockSince = world.now.seq;
      }
      if (step !== Step.read_end && step !== Step.read_put) return;
      if (vma.readers > 0) vma.readers--;
      if (world.call.readTry?.vma === ptr) world.call.readTry = null;
    },
    step_vma_seq(world, { vma: ptr, seq }) {
      const vma = world.vmas.get(ptr);
      if (!vma) return;
      vma.lockSeq = seq;
      vma.pendingSeq = -1;
      vma.lockSince = world.now.seq;
    },
  },
});
