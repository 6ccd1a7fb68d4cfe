import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import { Kind, kindOf, Type, typeOf } from './entry.ts';
import { keepsMarker } from './uffd-wp.ts';

/** Ranges of one gather that are remembered: more are VMAs of a large munmap or exit. */
const MAX_ZAPPED = 64;

/** Ranges are cleared: pages leave by their rmap, the rest here (mm/memory.c, unmap_page_range and __zap_vma_range). */
export const zap = defineModel({
  name: 'zap',
  on: {
    zap_range(world, { mm, start, end }) {
      const { call } = world;
      call.zapping = { mm, start, end };
      if (call.zapped.length < MAX_ZAPPED) call.zapped.push({ mm, start, end, begun: world.now.seq });
      clearRange(world, mm, start, end, 0);
    },
    zap_end(world) {
      const { zapped } = world.call;
      world.call.zapping = null;
      world.call.zapped = [];
      // An entry that another task made not present while this one was on its way to it went without an event.
      for (const { mm, start, end, begun } of zapped) if (world.lastUnpresent > begun) clearRange(world, mm, start, end, begun);
    },
    zap_hugetlb(world, { mm, start, end }) {
      world.mm(mm).pt.visit(start, end, (_va, _pfn, info) => kindOf(info) === Kind.hugetlb);
    },
  },
});

/** Clears what leaves without its rmap: entries that are not present, and present ones without a struct page; only those set after `since`. */
function clearRange(world: World, mm: number, start: number, end: number, after: number): void {
  world.mm(mm).pt.visit(start, end, (va, _pfn, info, since) => {
    if (since <= after) return false;
    const type = typeOf(info);
    if (type === Type.marker && (world.stepsTellEntries || keepsMarker(world, mm, va))) return false;
    if (type !== Type.present) return true;
    const kind = kindOf(info);
    return after === 0 && (kind === Kind.zero || kind === Kind.special);
  });
}
