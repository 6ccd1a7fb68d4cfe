import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import { Kind, kindOf, packInfo, Sure, Tri, Type, withCertainty } from './entry.ts';
import { hugeOf, pageOf, place, zeroInfo } from './place.ts';

const FAULT_FLAG_WRITE = 1;
/** VM_FAULT_OOM, SIGBUS, SIGSEGV, HWPOISON*, FALLBACK, RETRY: the fault mapped nothing (include/linux/mm_types.h). */
const VM_FAULT_MAPPED_NOTHING = 0xc73;

const anonInfo = (exclusive: boolean, ksm = false): number =>
  packInfo(Type.present, ksm ? Kind.ksm : Kind.anon, Sure.observed, Tri.unknown, exclusive ? Tri.yes : Tri.unknown);

/** Entries of page tables: set by rmap additions and installs, by faults, splits and moves. */
export const entries = defineModel({
  name: 'page-table',
  on: {
    anon_new(world, { mm, va, pfn, nr, level }) {
      place(world, mm, pageOf(va), pfn, nr, level, anonInfo(true));
    },
    anon_add(world, { mm, va, pfn, nr, level, exclusive, ksm }) {
      if (nr === 512 && level === 1) world.call.splitPage = pfn;
      world.call.merging = -1;
      place(world, mm, pageOf(va), pfn, nr, level, anonInfo(exclusive === 1, ksm === 1));
    },
    file_add(world, { mm, va, pfn, nr, level, shmem, vmaFile }) {
      const info = packInfo(Type.present, fileKind(world, vmaFile, shmem), Sure.observed);
      const { justSet } = world.call;
      if (justSet?.pfn === pfn && level === 1 && nr === 1) {
        // The install told the address; a page without a true index would name another. What it is, is told here.
        world.call.justSet = null;
        if (justSet.mm === mm) world.mm(mm).pt.update(justSet.va, info);
        return;
      }
      place(world, mm, va, pfn, nr, level, info);
    },
    pte_set(world, { mm, va, pfn, nr, level, maps }) {
      world.call.justSet = nr === 1 && level === 1 && maps !== Kind.special ? { mm, va: pageOf(va), pfn } : null;
      place(world, mm, pageOf(va), pfn, nr, level, packInfo(Type.present, maps < 0 ? Kind.unknown : maps, Sure.observed));
    },
    madvise_begin(world, { behavior }) {
      world.call.madvise = behavior;
    },
    call_end(world) {
      world.call.madvise = -1;
    },
    fault_begin(world, { mm, va, flags, file }) {
      world.call.zapping = null;
      world.call.fault = { mm, va: pageOf(va), flags, file, notAnon: false, served: false };
      world.call.restoring = null;
    },
    fault_not_anon(world) {
      const { fault } = world.call;
      if (fault) fault.notAnon = true;
    },
    fault_huge_end(world, { ret }) {
      const { fault } = world.call;
      if (!fault || ret !== 0 || fault.flags & FAULT_FLAG_WRITE || fault.served) return;
      const { pt } = world.mm(fault.mm);
      // Only one outcome is left: the huge zero page (mm/huge_memory.c).
      if (!pt.pmdAt(fault.va)) pt.setPmd(hugeOf(fault.va), -1, withCertainty(zeroInfo, Sure.observed), world.now.seq);
      fault.served = true;
    },
    fault_end(world, { ret }) {
      const { fault } = world.call;
      world.call.fault = null;
      if (!fault || fault.notAnon || fault.served || ret < 0 || ret & VM_FAULT_MAPPED_NOTHING || fault.flags & FAULT_FLAG_WRITE)
        return;
      const { pt } = world.mm(fault.mm);
      // do_anonymous_page(): a read fault on an empty entry maps the shared zero page.
      if (pt.infoAt(fault.va) < 0 && !pt.pmdAt(fault.va)) pt.set(fault.va, -1, zeroInfo, world.now.seq);
    },
    move_begin(world, { mm, vma, from, to, len }) {
      const owner = mm || (world.vmas.get(vma)?.mm ?? 0);
      world.call.move = owner ? { mm: owner, from, to, len } : null;
    },
    move_end(world, { ret }) {
      const { move } = world.call;
      world.call.move = null;
      // Moved at the return, and only as far as it says: a file THP inside is split, that is dropped, first.
      if (move && ret > 0) world.mm(move.mm).pt.move(move.from, move.to, Math.min(move.len, ret));
    },
    pmd_split(world, { mm, va, file, pmd }) {
      const { pt } = world.mm(mm);
      const entry = pt.pmdAt(va);
      world.call.split = hugeOf(va);
      world.call.splitPage = -1;
      if (!entry || pmd === 0) return;
      // A huge zero page becomes 512 small ones; an anonymous page keeps its 512; a file's entry is dropped by its rmap.
      if (kindOf(entry.info) === Kind.zero) pt.splitPmd(va, world.now.seq, world.doubtBefore);
      else if (!file && world.kernel.splitsAnonPmdSilently) pt.splitPmd(va, world.now.seq, world.doubtBefore);
    },
    unmap_one_begin(world, { mm, va, pfn }) {
      world.call.zapping = null;
      world.call.unmapOne = { mm, va: pageOf(va), pfn, swapped: false, swapEntry: -1 };
    },
    unmap_one_end(world) {
      world.call.unmapOne = null;
    },
    swap_dup(world, { entry }) {
      const { unmapOne } = world.call;
      if (!unmapOne) return;
      unmapOne.swapped = true;
      unmapOne.swapEntry = entry;
    },
    migrate_one_begin(world, { mm, va, pfn }) {
      world.call.zapping = null;
      world.call.migrateOne = { mm, va: pageOf(va), pfn };
    },
    migrate_one_end(world) {
      world.call.migrateOne = null;
    },
    migration_restore(world, { mm, va }) {
      world.call.restoring = { mm, va: pageOf(va) };
    },
    rss(world, { member }) {
      const { restoring, unmapOne } = world.call;
      // 7.x takes the swap entry without a call that can be probed: the swap counter rises before the rmap goes.
      if (unmapOne && member === 2) unmapOne.swapped = true;
      if (!restoring || member !== 1) return;
      // remove_migration_pte() of a zero-filled part of a split THP: no add event, the anon counter drops (mm/migrate.c, try_to_map_unused_to_zeropage).
      world.mm(restoring.mm).pt.set(restoring.va, -1, withCertainty(zeroInfo, Sure.observed), world.now.seq);
      world.call.restoring = null;
    },
    ksm_merge(world, { pfn, kpfn }) {
      if (kpfn >= 0) world.ksmPages.add(kpfn);
      world.call.merging = pfn;
    },
  },
});

/** file or shmem: from the page where it tells, else from what other pages of that file told. */
function fileKind(world: World, file: number, shmem: number): number {
  if (shmem >= 0 && file) world.shmemFiles.set(file, shmem === 1);
  const known = shmem >= 0 ? shmem === 1 : world.shmemFiles.get(file);
  return known === undefined ? Kind.file : known ? Kind.shmem : Kind.file;
}
