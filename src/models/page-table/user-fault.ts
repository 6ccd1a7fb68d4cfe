import { defineModel } from '../define.ts';
import { Kind, kindOf, packInfo, Sure, Tri, Type, typeOf, withCertainty, withExclusive, withWrite } from './entry.ts';
import { PAGE_SIZE, PMD_SIZE } from './page-table.ts';
import { pageOf, zeroInfo } from './place.ts';

/** What userfaultfd and MADV_GUARD put into entries (mm/userfaultfd.c, mm/madvise.c). */
export const userFault = defineModel({
  name: 'user-fault',
  on: {
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
        pt.update(fault.va, withExclusive(withWrite(pt.infoAt(fault.va), Tri.unknown), Tri.yes));
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
  },
});
