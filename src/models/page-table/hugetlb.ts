import { defineModel } from '../define.ts';
import { Kind, packInfo, Sure, Tri, Type } from './entry.ts';
import { hugeOf } from './place.ts';

/** hugetlb pages: their faults name no page where the page cache had it (mm/hugetlb.c). */
export const hugetlb = defineModel({
  name: 'hugetlb',
  on: {
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
