import type { Vma } from '../address-space/vma.ts';
import { defineModel } from '../define.ts';
import type { World } from '../world.ts';

/** Bit of vm_refcnt that keeps new readers out (VM_REFCNT_EXCLUDE_READERS_FLAG, VMA_LOCK_OFFSET; include/linux/mm_types.h). */
const EXCLUDE_READERS = 0x4000_0000;

function release(world: World): void {
  const held = world.call.readTry;
  world.call.readTry = null;
  const vma = held?.vma ? world.vmas.get(held.vma) : undefined;
  if (!vma) return;
  if (vma.readers > 0) vma.readers--;
  if (vma.refcnt > 1) vma.refcnt--;
  // The last reader is gone: the writer writes its sequence number and lets readers in again.
  if (vma.pendingSeq >= 0 && vma.refcnt === EXCLUDE_READERS + 1) {
    vma.lockSeq = vma.pendingSeq;
    vma.pendingSeq = -1;
    vma.refcnt = 1;
  }
}

function acquire(world: World, mm: number, vma: Vma): void {
  world.call.readTry = { mm, vma: vma.ptr };
  vma.readers++;
  if (vma.refcnt > 0) vma.refcnt++;
}

/** Takes over what a probe printed of a VMA's lock, and counts where the replay had it differently. */
function printed(world: World, vma: Vma, lseq: number, refc: number): void {
  const known = vma.lockSince >= world.doubtBefore && vma.lockSince >= 0;
  if (known && refc >= 0 && vma.refcnt >= 0 && vma.refcnt !== refc)
    world.complain('vm_refcnt printed differs from the replayed one');
  // An rwsem kernel writes the sequence inline: there it is known only as printed.
  if (known && world.kernel.vmaLock === 'refcnt' && lseq >= 0 && vma.lockSeq !== lseq) {
    world.complain('vm_lock_seq printed differs from the replayed one');
  }
  if (lseq >= 0) vma.lockSeq = lseq;
  if (lseq >= 0 || refc >= 0) vma.lockSince = world.now.seq;
  if (refc >= 0 && refc < EXCLUDE_READERS) vma.pendingSeq = -1;
  const attached = refc >= EXCLUDE_READERS ? EXCLUDE_READERS + 1 : 1;
  // More than the known readers explain: one whose end nothing will show is among them. After a loss fewer is as odd.
  if (refc >= 0)
    vma.refcnt =
      refc > attached + vma.readers || (world.doubtBefore > 0 && refc > 1 && refc < attached + vma.readers) ? -1 : refc;
}

/**
 * The per-VMA lock (docs/model.md, system D). The read lock is taken between lock_vma_under_rcu() and its return; its end is
 * not traced on any kernel and is taken to be the end of the fault.
 */
export const vmaLock = defineModel({
  name: 'vma-lock',
  on: {
    vma_state(world, { vma, lseq, refc }) {
      const shown = world.vmas.get(vma);
      if (shown && (lseq >= 0 || refc >= 0)) printed(world, shown, lseq, refc);
    },
    vma_read_try(world, { mm, va }) {
      release(world);
      const vma = world.mms.get(mm)?.vmaAt(va);
      const lock = world.mmapLocks.get(mm);
      if (!vma || (lock?.counted && vma.lockSeq === lock.seq)) return;
      acquire(world, mm, vma);
    },
    vma_read_end_try(world, { vma, refc, ends }) {
      const tried = world.call.readTry;
      if (!ends) {
        // userfaultfd: nothing shows when it lets go, so the count is not known until it is printed again.
        const held = world.vmas.get(vma);
        world.call.readTry = null;
        if (held) {
          held.refcnt = -1;
          if (tried?.vma === vma && held.readers > 0) held.readers--;
        }
        return;
      }
      if (tried && tried.vma === vma) return;
      release(world);
      const taken = vma ? world.vmas.get(vma) : undefined;
      if (!taken) return;
      acquire(world, taken.mm, taken);
      // The count printed at the return has this reader in it already.
      if (refc > 0) taken.refcnt = refc <= 1 + taken.readers ? refc : -1;
    },
    vma_read_next(world, { mm, va }) {
      release(world);
      const vma = world.mms.get(mm)?.nextVma(va);
      const lock = world.mmapLocks.get(mm);
      if (vma && !(lock?.counted && vma.lockSeq === lock.seq)) acquire(world, mm, vma);
    },
    fault_end(world) {
      release(world);
    },
    vma_read_given_up(world) {
      release(world);
    },
    vma_write(world, { vma, mm, mmSeq }) {
      const written = world.vmas.get(vma);
      if (!written) return;
      const lock = world.mmapLocks.get(mm);
      const seq = lock?.counted ? lock.seq : mmSeq;
      if (seq < 0) written.lockSince = -1;
      else if (written.refcnt > 1 && written.readers > 0) {
        // The sequence must not be written before the readers are gone (docs/model.md, D7).
        written.pendingSeq = seq;
        written.refcnt += EXCLUDE_READERS;
      } else written.lockSeq = seq;
    },
    call_end(world) {
      release(world);
    },
    munmap_gather(world, { vma, start, end }) {
      const mm = world.vmas.get(vma)?.mm;
      world.call.gather = mm ? { mm, start, end } : null;
    },
    munmap_detached(world) {
      const { gather } = world.call;
      world.call.gather = null;
      if (!gather) return;
      for (const vma of world.mms.get(gather.mm)?.vmas ?? []) {
        if (vma.place === 'attached' && vma.start >= gather.start && vma.end <= gather.end && vma.refcnt > 0) vma.refcnt--;
      }
    },
    tree_store(world, { value, start, end }) {
      const vma = world.vmas.get(value);
      if (!vma || world.mmapLocks.get(vma.mm)?.writer !== world.now.task.tid) return;
      if (vma.start === start && vma.end === end) enterTree(world, value);
    },
    vma_bounds(world, { vma }) {
      enterTree(world, vma);
    },
    vma_mapped(world, { vma }) {
      enterTree(world, vma);
    },
  },
});

/** vma_mark_attached() sets the count of a VMA that enters the tree to one. */
function enterTree(world: World, ptr: number): void {
  const vma = world.vmas.get(ptr);
  if (vma && vma.place === 'attached' && vma.refcnt === 0) vma.refcnt = 1;
}
