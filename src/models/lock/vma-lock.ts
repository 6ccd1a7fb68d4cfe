import type { Vma } from '../address-space/vma.ts';
import { defineModel } from '../define.ts';
import type { World } from '../world.ts';

/** VM_FAULT_RETRY and VM_FAULT_COMPLETED: the handler already dropped the VMA lock (include/linux/mm_types.h). */
const DROPPED_BY_HANDLER = 0x4400;

function release(world: World): void {
  const held = world.call.readTry;
  world.call.readTry = null;
  const vma = held?.vma ? world.vmas.get(held.vma) : undefined;
  if (vma && vma.refcnt > 1) vma.refcnt--;
}

function acquire(world: World, mm: number, vma: Vma): void {
  world.call.readTry = { mm, vma: vma.ptr };
  if (vma.refcnt > 0) vma.refcnt++;
}

/**
 * The per-VMA lock (docs/model.md, system D). The read lock is taken between lock_vma_under_rcu() and its return; its end is
 * not traced on any kernel and is taken to be the end of the fault.
 */
export const vmaLock = defineModel({
  name: 'vma-lock',
  on: {
    vma_read_try(world, { mm, va }) {
      release(world);
      const vma = world.mms.get(mm)?.vmaAt(va);
      const lock = world.mmapLocks.get(mm);
      if (!vma || (lock?.counted && vma.lockSeq === lock.seq)) return;
      acquire(world, mm, vma);
    },
    vma_read_end_try(world, { vma }) {
      const tried = world.call.readTry;
      if (tried && tried.vma === vma) return;
      release(world);
      const taken = vma ? world.vmas.get(vma) : undefined;
      if (taken) acquire(world, taken.mm, taken);
    },
    fault_end(world, { ret }) {
      if (world.call.readTry && (ret < 0 || !(ret & DROPPED_BY_HANDLER))) release(world);
      else if (world.call.readTry) release(world);
    },
    vma_write(world, { vma, mm, mmSeq }) {
      const written = world.vmas.get(vma);
      if (!written) return;
      const lock = world.mmapLocks.get(mm);
      const seq = lock?.counted ? lock.seq : mmSeq;
      if (seq >= 0) written.lockSeq = seq;
    },
    vma_store(world, { vma }) {
      // Entering the tree: vma_mark_attached() sets the count to one.
      const stored = world.vmas.get(vma);
      if (stored && stored.refcnt === 0) stored.refcnt = 1;
    },
    vma_bounds(world, { vma }) {
      const stored = world.vmas.get(vma);
      if (stored && stored.refcnt === 0) stored.refcnt = 1;
    },
  },
});
