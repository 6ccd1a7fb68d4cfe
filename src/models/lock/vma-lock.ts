import type { Vma } from '../address-space/vma.ts';
import { defineModel } from '../define.ts';
import type { World } from '../world.ts';

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
    vma_read_end_try(world, { vma, refc }) {
      const tried = world.call.readTry;
      if (tried && tried.vma === vma) return;
      release(world);
      const taken = vma ? world.vmas.get(vma) : undefined;
      if (!taken) return;
      acquire(world, taken.mm, taken);
      // The count printed at the return has this reader in it already.
      if (refc > 0) taken.refcnt = refc;
    },
    vma_read_next(world) {
      release(world);
    },
    fault_end(world) {
      release(world);
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
