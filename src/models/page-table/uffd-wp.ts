import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import { Kind, packInfo, Sure, Type, typeOf } from './entry.ts';
import { PAGE_SIZE } from './page-table.ts';

/** include/uapi/linux/userfaultfd.h: markers for pages of anonymous memory that are not there. */
const UFFD_FEATURE_WP_UNPOPULATED = 1 << 13;
const MADV_DONTNEED = 4;

const marker = (certainty: number): number => packInfo(Type.marker, Kind.unknown, certainty);

/**
 * Write protection by userfaultfd: what is not there gets a marker (always in file memory, in anonymous memory where that
 * feature was asked for), and file pages that MADV_DONTNEED drops leave one (mm/mprotect.c, mm/memory.c).
 */
export const uffdWp = defineModel({
  name: 'uffd-wp',
  on: {
    uffd_api(world, { features }) {
      const { mm } = world.now.task;
      if (mm) world.mm(mm).uffdFeatures = features;
    },
    uffd_wp(world, { mm, start, len, enable, anon }) {
      const owner = world.mm(mm);
      const { pt, uffdWp: protectedPages, uffdFeatures } = owner;
      const unpopulated = anon === 0 || (uffdFeatures !== null && (uffdFeatures & UFFD_FEATURE_WP_UNPOPULATED) !== 0);
      for (let va = start; va < start + len; va += PAGE_SIZE) {
        const info = pt.infoAt(va);
        if (info >= 0 && typeOf(info) === Type.marker && !enable) pt.remove(va);
        else if (info < 0 && enable && unpopulated && !pt.pmdAt(va)) pt.set(va, -1, marker(Sure.observed), world.now.seq);
        if (enable) protectedPages.add(va);
        else protectedPages.delete(va);
      }
    },
  },
});

/** Called when the entry at va was dropped: leaves a marker where the kernel does. */
export function leaveMarker(world: World, mm: number, va: number, file: number): void {
  const owner = world.mms.get(mm);
  if (!owner?.uffdWp.has(va)) return;
  if (file && world.call.madvise === MADV_DONTNEED) owner.pt.set(va, -1, marker(Sure.observed), world.now.seq);
  else owner.uffdWp.delete(va);
}

/** Does a zap keep this marker? File memory keeps those of userfaultfd through MADV_DONTNEED. */
export function keepsMarker(world: World, mm: number, va: number): boolean {
  if (world.call.madvise !== MADV_DONTNEED) return false;
  const owner = world.mms.get(mm);
  return owner?.uffdWp.has(va) === true && (owner.vmaAt(va)?.file ?? 0) !== 0;
}
