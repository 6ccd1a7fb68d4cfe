import { defineModel } from '../define.ts';
import type { CopyInProgress } from '../task/task.ts';
import type { World } from '../world.ts';
import { Kind, kindOf, Sure, Tri, Type, typeOf, withCertainty, withExclusive, withWrite } from './entry.ts';
import { PAGE_SIZE } from './page-table.ts';

const VM_HUGETLB = 0x40_0000;
const VM_SHARED_OR_MAYSHARE = 0x88;
const VM_PFNMAP_OR_MIXEDMAP = 0x1000_0400;

/** fork copies the entries of one VMA after the other (mm/memory.c, copy_page_range). */
export const forkCopy = defineModel({
  name: 'fork-copy',
  on: {
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
      const nowShared: number[] = [];
      parent.copyTo(child, start, end, now.seq, (given, va, since) => {
        const info = since < doubtBefore ? withCertainty(given, Sure.doubtful) : given;
        // The child is not registered with userfaultfd: its markers are left out (mm/memory.c, copy_pte_marker).
        if (typeOf(info) === Type.marker && world.mm(src).uffdWp.has(va)) return -1;
        if (shared) return info;
        if (kindOf(info) === Kind.anon && typeOf(info) === Type.present) nowShared.push(va);
        return withExclusive(withWrite(info, Tri.no), Tri.no);
      });
      // The parent shares them from now on, write-protected like the child's (docs/model.md, E3).
      for (const va of nowShared) parent.change(va, (info) => withExclusive(withWrite(info, Tri.no), Tri.no));
    },
    anon_new(world, { mm, va }) {
      // A pinned page is copied for the child at once: the parent's stays its own.
      const { copy } = world.call;
      if (copy?.dst !== mm || va < copy.start || va >= copy.end) return;
      world.mm(copy.src).pt.change(va, (info) => withExclusive(withWrite(info, Tri.unknown), Tri.yes));
    },
    copy_range_end(world) {
      const { copy } = world.call;
      world.call.copy = null;
      world.copiers.delete(world.now.task);
      if (copy) settleCopy(world, copy);
    },
  },
});

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
