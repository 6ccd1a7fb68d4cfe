import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import type { Vma } from './vma.ts';

function newVma(world: World, ptr: number, mm: number): Vma {
  const old = world.vmas.get(ptr);
  if (old) forget(world, old);
  const vma: Vma = {
    ptr,
    mm,
    start: 0,
    end: 0,
    flags: 0,
    flagsHigh: 0,
    pgoff: 0,
    file: 0,
    anonVma: 0,
    place: 'new',
    lockSeq: -1,
    refcnt: -1,
    readers: 0,
    pendingSeq: -1,
    lockSince: -1,
    since: world.now.seq,
    inferred: false,
  };
  world.vmas.set(ptr, vma);
  return vma;
}

function forget(world: World, vma: Vma): void {
  vma.place = 'freed';
  world.mms.get(vma.mm)?.vmas.delete(vma);
  world.vmas.delete(vma.ptr);
}

function attach(world: World, vma: Vma, mm: number): void {
  if (vma.mm !== mm) world.mms.get(vma.mm)?.vmas.delete(vma);
  vma.mm = mm;
  vma.place = 'attached';
  world.mm(mm).vmas.add(vma);
}

/** Sets new bounds. The file offset moves with the start: page index minus address is fixed for the life of a VMA. */
export function setBounds(world: World, vma: Vma, start: number, end: number): void {
  if (vma.start === start && vma.end === end) return;
  if (vma.end > vma.start) vma.pgoff += (start - vma.start) / 4096;
  vma.start = start;
  vma.end = end;
  vma.since = world.now.seq;
}

/** Address spaces: which VMAs an mm has, from probes that print vm_area_struct, and from the maple tree where it is traced. */
export const addressSpace = defineModel({
  name: 'address-space',
  on: {
    mm_new(world, { mm, whole }) {
      const old = world.mms.get(mm);
      if (old) for (const vma of old.vmas) world.vmas.delete(vma.ptr);
      world.newMm(mm, whole === 1);
      world.now.task.pendingMm = mm;
    },
    mm_exit(world, { mm }) {
      world.mm(mm).exited = true;
    },
    mm_free(world, { mm }) {
      const gone = world.mms.get(mm);
      if (!gone) return;
      for (const vma of gone.vmas) world.vmas.delete(vma.ptr);
      world.mms.delete(mm);
      world.mmapLocks.delete(mm);
    },
    vma_alloc(world, { vma, mm, lseq, refc }) {
      if (!vma) return;
      const fresh = newVma(world, vma, mm);
      fresh.lockSeq = lseq;
      fresh.refcnt = refc;
      if (lseq >= 0) fresh.lockSince = world.now.seq;
    },
    vma_dup(world, fact) {
      if (!fact.vma) return;
      const copy = newVma(world, fact.vma, fact.mm);
      copy.start = fact.start;
      copy.end = fact.end;
      copy.flags = fact.flags;
      copy.pgoff = fact.pgoff;
      copy.file = fact.file;
      copy.anonVma = fact.anonVma;
      copy.lockSeq = fact.lseq;
      copy.refcnt = fact.refc;
      if (fact.lseq >= 0) copy.lockSince = world.now.seq;
      world.call.dup = fact.vma;
    },
    vma_state(world, fact) {
      // A dereference that failed prints zeros.
      if (!fact.vma || !fact.mm || fact.end <= fact.start) return;
      let vma = world.vmas.get(fact.vma);
      if (!vma) {
        // Its birth was not traced; it exists now, in this mm.
        vma = newVma(world, fact.vma, fact.mm);
        attach(world, vma, fact.mm);
      }
      const changed =
        vma.start !== fact.start ||
        vma.end !== fact.end ||
        vma.flags !== fact.flags ||
        vma.pgoff !== fact.pgoff ||
        vma.file !== fact.file;
      if (vma.place === 'attached' && vma.mm !== fact.mm) {
        attach(world, vma, fact.mm);
        vma.since = world.now.seq;
      } else if (vma.place === 'new' && vma.mm !== fact.mm && world.call.dup === fact.vma) {
        // fork: the copy got its own mm and is about to enter that mm's tree (kernel/fork.c or mm/mmap.c, dup_mmap).
        attach(world, vma, fact.mm);
        vma.since = world.now.seq;
      }
      if (changed || vma.since < world.doubtBefore) {
        vma.start = fact.start;
        vma.end = fact.end;
        vma.flags = fact.flags;
        vma.flagsHigh = fact.flagsHigh;
        if (world.call.resizing !== fact.vma) vma.pgoff = fact.pgoff;
        vma.file = fact.file;
        vma.since = world.now.seq;
      }
      vma.anonVma = fact.anonVma;
    },
    vma_mapped(world, fact) {
      const vma = world.vmas.get(fact.vma);
      if (!vma) return;
      if (vma.place !== 'attached') {
        attach(world, vma, fact.mm);
        vma.since = world.now.seq;
      }
    },
    vma_bounds(world, fact) {
      const vma = world.vmas.get(fact.vma);
      if (!vma || fact.end <= fact.start) return;
      setBounds(world, vma, fact.start, fact.end);
      if (vma.place !== 'attached') {
        attach(world, vma, fact.mm);
        vma.since = world.now.seq;
      }
    },
    vma_store(world, fact) {
      // Without probes the tree gives bounds but no access: the system calls give both (models/stock).
      if (!world.showsEntries) return;
      const mm = fact.mm !== -1 ? fact.mm : 0;
      let vma = world.vmas.get(fact.vma);
      if (!vma) {
        if (!mm) return;
        vma = newVma(world, fact.vma, mm);
      }
      setBounds(world, vma, fact.start, fact.end);
      if (vma.place === 'attached') return;
      const owner = mm || vma.mm;
      if (!owner) return;
      attach(world, vma, owner);
      vma.since = world.now.seq;
    },
    tree_store(world, { value, start, end }) {
      const vma = world.vmas.get(value);
      // Every tree of the kernel prints this way: only a VMA that waits to be stored, or has these bounds, is meant.
      if (vma?.place !== 'new' || vma.start !== start || vma.end !== end || !vma.mm) return;
      if (world.mmapLocks.get(vma.mm)?.writer !== world.now.task.tid) return;
      attach(world, vma, vma.mm);
      vma.since = world.now.seq;
    },
    vma_free(world, { vma }) {
      const gone = world.vmas.get(vma);
      if (gone) forget(world, gone);
    },
    split_begin(world, { vma, addr, newBelow }) {
      world.call.splitVma = { vma, addr, newBelow };
    },
    split_end(world, { ret }) {
      const split = world.call.splitVma;
      world.call.splitVma = null;
      if (!split || ret !== 0) return;
      const old = world.vmas.get(split.vma);
      const half = world.vmas.get(world.call.dup);
      if (!old || !half) return;
      // mm/mmap.c or mm/vma.c, __split_vma(): the new half lies below or above addr.
      setBounds(
        world,
        split.newBelow ? half : old,
        split.newBelow ? half.start : old.start,
        split.newBelow ? split.addr : split.addr,
      );
      setBounds(world, split.newBelow ? old : half, split.addr, split.newBelow ? old.end : half.end);
      if (half.place !== 'attached') {
        attach(world, half, old.mm);
        half.since = world.now.seq;
      }
    },
    stack_grow(world, { vma, addr }) {
      world.call.grow = { vma, addr };
    },
    stack_grow_end(world, { ret }) {
      const { grow } = world.call;
      world.call.grow = null;
      const vma = grow ? world.vmas.get(grow.vma) : undefined;
      if (!grow || !vma || ret !== 0) return;
      const page = Math.floor(grow.addr / 4096) * 4096;
      if (page < vma.start) setBounds(world, vma, page, vma.end);
    },
    vma_resize(world, { vma, start, end, pgoff, stepwise }) {
      world.call.resizing = stepwise ? vma : 0;
      const resized = world.vmas.get(vma);
      if (!resized || end <= start) return;
      setBounds(world, resized, start, end);
      // exec moves the stack down with its page offset unchanged (fs/exec.c, shift_arg_pages; mm/vma_exec.c).
      if (pgoff >= 0) resized.pgoff = pgoff;
    },
    vma_resize_end(world) {
      world.call.resizing = 0;
    },
  },
});
