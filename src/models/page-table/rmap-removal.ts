import type { FactOf } from '../../facts/index.ts';
import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import { Kind, kindOf, packInfo, Sure, Type, withCertainty } from './entry.ts';
import { PAGE_SIZE } from './page-table.ts';
import { hugeOf, noteChange, zeroInfo } from './place.ts';
import { leaveMarker } from './uffd-wp.ts';

const MADV_HWPOISON = 100;

type Removal = FactOf<'rmap_remove'>;

/** Mappings leave: by address where the page's index tells it, else found by pfn (mm/rmap.c). */
export const rmapRemoval = defineModel({
  name: 'rmap-removal',
  on: {
    rmap_remove(world, fact) {
      if (fact.level === 2) {
        removePmd(world, fact.mm, fact.va, fact.pfn, fact.vmaFile);
        return;
      }
      for (let i = 0; i < fact.nr; i++) {
        const pfn = fact.pfn < 0 ? -1 : fact.pfn + i;
        const va = whereMapped(world, fact, fact.va + i * PAGE_SIZE, pfn);
        if (va >= 0) removePte(world, fact, va, pfn, i === fact.nr - 1);
        else if (contradicts(world, fact.mm, fact.va + i * PAGE_SIZE, pfn))
          world.complain('a page was unmapped where the replay has none');
      }
    },
  },
});

/** Is there nothing at all where a page was mapped until now? Something else there is no contradiction: a copy takes a page's place first. */
function contradicts(world: World, ptr: number, va: number, pfn: number): boolean {
  const mm = world.mm(ptr);
  return pfn >= 0 && mm.complete && mm.since >= world.doubtBefore && mm.pt.infoAt(va) < 0;
}

/** A KSM page: its mapping says so, or, where that is not printed, KSM was seen to merge another into it. */
const isKsm = (world: World, fact: { readonly mappingLow: number }, pfn: number): boolean =>
  fact.mappingLow === 3 || (fact.mappingLow < 0 && world.ksmPages.has(pfn));

/** The address at which the dropped mapping was; -1 when no entry there maps the page (a copy took its place, or it was never seen). */
function whereMapped(world: World, fact: Removal, va: number, pfn: number): number {
  const { pt } = world.mm(fact.mm);
  const { unmapOne } = world.call;
  if (unmapOne?.mm === fact.mm && fact.nr === 1 && pt.pfnAt(unmapOne.va) === pfn) return unmapOne.va;
  if (!isKsm(world, fact, pfn) && va >= fact.vmaStart && va < fact.vmaEnd && pt.pfnAt(va) === pfn) return va;
  return fact.nr === 1 ? searched(world, fact.mm, va, pfn, fact) : -1;
}

/** What the kernel leaves in the place of a PTE whose mapping went: a swap or migration entry, a marker, mostly nothing. */
function removePte(world: World, fact: Removal, va: number, pfn: number, last: boolean): void {
  const { call } = world;
  const { pt } = world.mm(fact.mm);
  const { seq } = world.now;
  const info = pt.infoAt(va);
  const unmapping = call.unmapOne;
  noteChange(world, fact.mm, va);
  if (unmapping || call.migrateOne) world.lastUnpresent = seq;
  if (unmapping?.swapped && kindOf(info) === Kind.anon) {
    pt.set(va, unmapping.swapEntry, packInfo(Type.swap, Kind.anon, Sure.observed), seq);
    unmapping.swapEntry = -1;
    if (last) unmapping.swapped = false;
  } else if (unmapping && call.madvise === MADV_HWPOISON) {
    pt.set(va, pfn, packInfo(Type.hwpoison, kindOf(info), Sure.observed), seq);
  } else if (call.migrateOne?.mm === fact.mm) {
    pt.set(va, pfn, packInfo(Type.migration, kindOf(info), Sure.observed), seq);
  } else if (call.merging === pfn && pfn >= 0) {
    // KSM found only zeros: the shared zero page takes its place (mm/ksm.c, replace_page with use_zero_pages).
    pt.set(va, -1, withCertainty(zeroInfo, Sure.observed), seq);
    call.merging = -1;
  } else {
    pt.remove(va);
    leaveMarker(world, fact.mm, va, fact.vmaFile);
  }
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
  if (!isKsm(world, fact, pfn) && fact.mappingLow !== 0 && va >= fact.vmaStart && va < fact.vmaEnd) return -1;
  // One page may be in the VMA several times over: what is being cleared is looked at first.
  const { zapping } = world.call;
  if (zapping?.mm === mm) {
    const cleared = pt.findPfn(pfn, Math.max(zapping.start, fact.vmaStart), Math.min(zapping.end, fact.vmaEnd));
    if (cleared >= 0) return cleared;
  }
  return pt.findPfn(pfn, fact.vmaStart, fact.vmaEnd);
}
