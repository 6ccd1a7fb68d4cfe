import { defineModel } from '../define.ts';
import type { CopyInProgress } from '../task/task.ts';
import type { World } from '../world.ts';
import { Kind, kindOf, packInfo, Sure, Tri, Type, typeOf, withCertainty, withExclusive, withWrite } from './entry.ts';
import { PAGE_SIZE, PMD_SIZE } from './page-table.ts';
import { keepsMarker, leaveMarker } from './uffd-wp.ts';

const VM_HUGETLB = 0x40_0000;
const VM_SHARED_OR_MAYSHARE = 0x88;
const VM_PFNMAP_OR_MIXEDMAP = 0x1000_0400;
const FAULT_FLAG_WRITE = 1;
const MADV_HWPOISON = 100;
/** VM_FAULT_OOM, SIGBUS, SIGSEGV, HWPOISON*, FALLBACK, RETRY: the fault mapped nothing (include/linux/mm_types.h). */
const VM_FAULT_MAPPED_NOTHING = 0xc73;

const anonInfo = (exclusive: boolean, ksm = false): number =>
  packInfo(Type.present, ksm ? Kind.ksm : Kind.anon, Sure.observed, Tri.unknown, exclusive ? Tri.yes : Tri.unknown);
const zeroInfo = packInfo(Type.present, Kind.zero, Sure.inferred, Tri.no);
const pageOf = (va: number): number => Math.floor(va / PAGE_SIZE) * PAGE_SIZE;
const hugeOf = (va: number): number => Math.floor(va / PMD_SIZE) * PMD_SIZE;

/** Remembers what another task changes in the parent of a fork while its entries are copied. */
function noteChange(world: World, mm: number, va: number): void {
  if (world.copiers.size === 0) return;
  for (const task of world.copiers) {
    const { copy } = task.call;
    if (copy && copy.src === mm && task !== world.now.task && va >= copy.start && va < copy.end) copy.changed.push(va);
  }
}

/**
 * Reclaim and migration find a page's mappings by rmap: had the child been given the old entry already, theirs would show
 * for the child too. Where nothing did, the kernel copied the entry as it was afterwards.
 */
function settleCopy(world: World, { src, dst, begun, changed }: CopyInProgress): void {
  const parent = world.mm(src).pt;
  const child = world.mm(dst).pt;
  for (const va of changed) {
    const [copied] = child.entries(0, va, va + PAGE_SIZE);
    const info = parent.infoAt(va);
    if (copied?.level !== 'pte' || copied.since !== begun || info < 0) continue;
    child.set(va, parent.pfnAt(va), withExclusive(withWrite(info, Tri.no), Tri.no), world.now.seq);
  }
}

function place(world: World, mm: number, va: number, pfn: number, nr: number, level: number, info: number): void {
  const { pt } = world.mm(mm);
  const { seq } = world.now;
  if (level === 2) pt.setPmd(va, pfn, info, seq);
  else pt.setRun(va, pfn, nr, info, seq);
  noteChange(world, mm, va);
  const { fault } = world.call;
  if (fault && fault.mm === mm) fault.served = true;
  world.call.restoring = null;
}

/** Present entries of one page table: set by rmap additions and installs, cleared by rmap removals and zaps. */
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
    rmap_remove(world, fact) {
      const { pt } = world.mm(fact.mm);
      const { call } = world;
      if (fact.level === 2) {
        removePmd(world, fact.mm, fact.va, fact.pfn, fact.vmaFile);
        return;
      }
      const unmapping = call.unmapOne;
      for (let i = 0; i < fact.nr; i++) {
        const va = fact.va + i * PAGE_SIZE;
        const pfn = fact.pfn < 0 ? -1 : fact.pfn + i;
        let at = -1;
        if (unmapping && unmapping.mm === fact.mm && fact.nr === 1 && pt.pfnAt(unmapping.va) === pfn) at = unmapping.va;
        else if (fact.mappingLow !== 3 && va >= fact.vmaStart && va < fact.vmaEnd && pt.pfnAt(va) === pfn) at = va;
        else if (fact.nr === 1) at = searched(world, fact.mm, va, pfn, fact);
        if (at < 0) {
          continue;
        }
        const info = pt.infoAt(at);
        noteChange(world, fact.mm, at);
        if (unmapping?.swapped && kindOf(info) === Kind.anon) {
          pt.set(at, unmapping.swapEntry, packInfo(Type.swap, Kind.anon, Sure.observed), world.now.seq);
          unmapping.swapEntry = -1;
          if (i === fact.nr - 1) unmapping.swapped = false;
        } else if (unmapping && call.madvise === MADV_HWPOISON) {
          pt.set(at, pfn, packInfo(Type.hwpoison, kindOf(info), Sure.observed), world.now.seq);
        } else if (call.migrateOne && call.migrateOne.mm === fact.mm) {
          pt.set(at, pfn, packInfo(Type.migration, kindOf(info), Sure.observed), world.now.seq);
        } else if (call.merging === pfn && pfn >= 0) {
          // KSM found only zeros: the shared zero page takes its place (mm/ksm.c, replace_page with use_zero_pages).
          pt.set(at, -1, withCertainty(zeroInfo, Sure.observed), world.now.seq);
          call.merging = -1;
        } else {
          pt.remove(at);
          leaveMarker(world, fact.mm, at, fact.vmaFile);
        }
      }
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
    zap_range(world, { mm, start, end }) {
      world.call.zapping = { mm, start, end };
      // Present pages that have a struct page leave by their rmap; what has none is cleared here.
      world.mm(mm).pt.visit(start, end, (va, _pfn, info) => {
        const type = typeOf(info);
        if (type === Type.marker && keepsMarker(world, mm, va)) return false;
        if (type !== Type.present) return true;
        const kind = kindOf(info);
        return kind === Kind.zero || kind === Kind.special;
      });
    },
    zap_hugetlb(world, { mm, start, end }) {
      world.mm(mm).pt.visit(start, end, (_va, _pfn, info) => kindOf(info) === Kind.hugetlb);
    },
    copy_range(world, { src, dst, start, end, anonVma, flags }) {
      world.call.copy = { src, dst, start, end, begun: world.now.seq, changed: [] };
      world.copiers.add(world.now.task);
      if (!anonVma && !(flags & VM_PFNMAP_OR_MIXEDMAP)) return;
      if (flags & VM_HUGETLB && flags & VM_SHARED_OR_MAYSHARE) return;
      const parent = world.mm(src).pt;
      const child = world.mm(dst).pt;
      const shared = (flags & VM_SHARED_OR_MAYSHARE) !== 0;
      const { doubtBefore, now } = world;
      // What is not known of the parent is not known of the child.
      const from = world.mm(src);
      if (!from.complete || from.since < doubtBefore) world.mm(dst).complete = false;
      parent.copyTo(child, start, end, now.seq, (given, va, since) => {
        const info = since < doubtBefore ? withCertainty(given, Sure.doubtful) : given;
        // The child is not registered with userfaultfd: its markers are left out (mm/memory.c, copy_pte_marker).
        if (typeOf(info) === Type.marker && world.mm(src).uffdWp.has(va)) return -1;
        return shared ? info : withExclusive(withWrite(info, Tri.no), Tri.no);
      });
    },
    copy_range_end(world) {
      const { copy } = world.call;
      world.call.copy = null;
      world.copiers.delete(world.now.task);
      if (copy) settleCopy(world, copy);
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
    ksm_merge(world, { pfn }) {
      world.call.merging = pfn;
    },
    uffd_zeropage(world, { mm, start, len }) {
      const target = mm || world.now.task.mm;
      if (!target) return;
      const { pt } = world.mm(target);
      for (let va = start; va < start + len; va += PAGE_SIZE) if (pt.infoAt(va) < 0) pt.set(va, -1, zeroInfo, world.now.seq);
    },
    uffd_move(world, { to, from, len }) {
      const { mm } = world.now.task;
      world.call.uffdMove = { to, from, len };
      if (!mm) return;
      // Zero pages and swap entries move without an event of their own (mm/userfaultfd.c, move_zeropage_pte, move_swap_pte).
      const { pt } = world.mm(mm);
      const silent: number[] = [];
      pt.visit(from, from + len, (va, _pfn, info, _since, pages) => {
        if (pages === 1 && (kindOf(info) === Kind.zero || typeOf(info) === Type.swap)) silent.push(va);
        return false;
      });
      for (const va of silent) {
        pt.update(va, withCertainty(pt.infoAt(va), Sure.inferred));
        pt.move(va, va - from + to, PAGE_SIZE);
      }
    },
    anon_move(world, { mm, pfn, index }) {
      const { uffdMove, fault } = world.call;
      const { pt } = world.mm(mm);
      if (fault && fault.mm === mm && pt.pfnAt(fault.va) === pfn) {
        pt.update(fault.va, withExclusive(pt.infoAt(fault.va), Tri.yes));
        return;
      }
      if (!uffdMove) return;
      let from = index * PAGE_SIZE;
      if (pt.pmdAt(from)?.pfn === pfn) {
        pt.move(from, from - uffdMove.from + uffdMove.to, PMD_SIZE);
        return;
      }
      const inside = from >= uffdMove.from && from < uffdMove.from + uffdMove.len;
      if (!inside || pt.pfnAt(from) !== pfn) from = pt.findPfn(pfn, uffdMove.from, uffdMove.from + uffdMove.len);
      if (from >= 0) pt.move(from, from - uffdMove.from + uffdMove.to, PAGE_SIZE);
    },
    guard_set(world, { mm, va }) {
      const target = mm || world.now.task.mm;
      if (target) world.mm(target).pt.set(pageOf(va), -1, packInfo(Type.marker, Kind.unknown, Sure.observed), world.now.seq);
    },
    guard_clear(world, { mm, va }) {
      const target = mm || world.now.task.mm;
      if (!target) return;
      const { pt } = world.mm(target);
      if (typeOf(pt.infoAt(va)) === Type.marker) pt.remove(va);
    },
    hugetlb_fault_begin(world, { mm, va, file, pgoff, vmaFlags }) {
      world.call.hugetlb = { mm, va: hugeOf(va), file, pgoff, vmaFlags, pfn: -1, mapped: false };
      if (world.call.fault) world.call.fault.notAnon = true;
    },
    hugetlb_alloc(world, { pfn }) {
      if (world.call.hugetlb) world.call.hugetlb.pfn = pfn;
    },
    hugetlb_new_anon(world, { mm, va, pfn }) {
      world.mm(mm).pt.setPmd(hugeOf(va), pfn, packInfo(Type.present, Kind.hugetlb, Sure.observed, 0, Tri.yes), world.now.seq);
      if (world.call.hugetlb) world.call.hugetlb.mapped = true;
    },
    hugetlb_fault_end(world, { ret }) {
      const huge = world.call.hugetlb;
      world.call.hugetlb = null;
      if (!huge || huge.mapped || ret & 0x73) return;
      const shared = (huge.vmaFlags & 0x80) !== 0;
      const { pt } = world.mm(huge.mm);
      let cache = world.hugetlbCache.get(huge.file);
      if (huge.pfn >= 0 && shared) {
        if (!cache) {
          cache = new Map();
          world.hugetlbCache.set(huge.file, cache);
        }
        cache.set(huge.pgoff, huge.pfn);
      }
      if (pt.pmdAt(huge.va)) return;
      if (huge.pfn >= 0) {
        pt.setPmd(huge.va, huge.pfn, packInfo(Type.present, Kind.hugetlb, Sure.observed), world.now.seq);
        return;
      }
      // The page was in the page cache already: no event names it, the first allocation is remembered.
      const remembered = cache?.get(huge.pgoff);
      if (remembered !== undefined)
        pt.setPmd(huge.va, remembered, packInfo(Type.present, Kind.hugetlb, Sure.inferred), world.now.seq);
    },
  },
});

/** file or shmem: from the page where it tells, else from what other pages of that file told. */
function fileKind(world: World, file: number, shmem: number): number {
  if (shmem >= 0 && file) world.shmemFiles.set(file, shmem === 1);
  const known = shmem >= 0 ? shmem === 1 : world.shmemFiles.get(file);
  return known === undefined ? Kind.file : known ? Kind.shmem : Kind.file;
}

function removePmd(world: World, mm: number, va: number, pfn: number, vmaFile: number): void {
  const { pt } = world.mm(mm);
  const { call } = world;
  const entry = pt.pmdAt(va);
  if (call.split === hugeOf(va) && !vmaFile && world.kernel.splitsAnonPmdSilently) {
    call.split = -1;
    return;
  }
  if (pfn >= 0 && call.splitPage === pfn) {
    call.splitPage = -1;
    return;
  }
  if (entry && entry.pfn === pfn) pt.removePmd(va);
}

/** Where the index gives no address: KSM pages carry the first mapper's, special mappings none (mm/rmap.c, page_address_in_vma). */
function searched(
  world: World,
  mm: number,
  va: number,
  pfn: number,
  fact: { vmaStart: number; vmaEnd: number; mappingLow: number },
): number {
  const { pt } = world.mm(mm);
  const { fault } = world.call;
  if (fault && fault.mm === mm && fault.va >= fact.vmaStart && fault.va < fact.vmaEnd) {
    return pt.pfnAt(fault.va) === pfn ? fault.va : -1;
  }
  if (fact.mappingLow !== 3 && fact.mappingLow !== 0 && va >= fact.vmaStart && va < fact.vmaEnd) return -1;
  // One page may be in the VMA several times over: what is being cleared is looked at first.
  const { zapping } = world.call;
  if (zapping?.mm === mm) {
    const cleared = pt.findPfn(pfn, Math.max(zapping.start, fact.vmaStart), Math.min(zapping.end, fact.vmaEnd));
    if (cleared >= 0) return cleared;
  }
  return pt.findPfn(pfn, fact.vmaStart, fact.vmaEnd);
}
