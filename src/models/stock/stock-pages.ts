import { blockPages } from '../../base/order.ts';
import type { Mm } from '../address-space/mm.ts';
import { defineModel } from '../define.ts';
import { Kind, packInfo, Sure, Type } from '../page-table/entry.ts';
import { PAGE_SIZE, PMD_SIZE } from '../page-table/page-table.ts';
import { enterMm } from '../task/tasks.ts';
import type { World } from '../world.ts';
import { freshMm, nameMm, processMm } from './process-mm.ts';
import { mapVma } from './stock-vmas.ts';

const CLONE_VM = 0x100;
const MADV_COLLAPSE = 25;
const anon = packInfo(Type.present, Kind.anon, Sure.inferred);

/**
 * Entries and VMAs where the trace has only stock tracepoints: a fault and the thread's next page allocation make an
 * entry, a page's free ends it, system calls make VMAs. All of it is inferred: nothing names the address with the page.
 */
export const stock = defineModel({
  name: 'stock',
  on: {
    page_fault(world, { va, present }) {
      const page = Math.floor(va / PAGE_SIZE) * PAGE_SIZE;
      world.call.trap =
        present && world.mm(processMm(world)).pt.infoAt(page) < 0 ? { va: page, known: false } : { va: page, known: true };
    },
    folio_alloc(world, { pfn, order, user }) {
      const { trap, syscall } = world.call;
      if (syscall?.kind === 'sys_madvise' && syscall.behavior === MADV_COLLAPSE && order === 9) world.call.collapsed.push(pfn);
      if (!trap || !user) return;
      world.call.trap = null;
      const mm = processMm(world);
      const bytes = PAGE_SIZE * blockPages(order);
      const va = Math.floor(trap.va / bytes) * bytes;
      put(world, mm, va, pfn, order, anon);
      world.call.lastStock = { pfn, va, order };
    },
    cache_add(world, { pfn }) {
      const { lastStock } = world.call;
      if (lastStock?.pfn !== pfn) return;
      // It was allocated for a file, ahead of use perhaps: nothing tells that it is mapped where the fault was.
      world.mm(processMm(world)).pt.remove(lastStock.va);
    },
    folio_free(world, { pfn, order }) {
      const { reverseMap } = world;
      if (!reverseMap) return;
      const pages = blockPages(order);
      for (let i = 0; i < pages; i++) {
        reverseMap.take(pfn + i, (mm, va) => {
          if (world.mms.get(mm.ptr) === mm) unmapIf(mm, va, pfn + i);
        });
      }
    },
    mmap_lock_acq(world, { mm, write, ok }) {
      if (write && ok && world.call.inSyscall) nameMm(world, mm);
    },
    task_fork(world, { child, flags }) {
      if (flags & CLONE_VM) return;
      const parent = world.mm(processMm(world));
      const born = world.tasks.get(child);
      if (!born) return;
      const mm = freshMm(world, child);
      enterMm(world, born, mm);
      const copy = world.mm(mm);
      copy.pt.partial = parent.pt.partial;
      parent.pt.visit(0, Number.MAX_SAFE_INTEGER, (va, pfn, info, _since, pages) => {
        if (pages === 512) copy.pt.setPmd(va, pfn, info, world.now.seq);
        else copy.pt.set(va, pfn, info, world.now.seq);
        return false;
      });
      for (const vma of parent.vmas)
        if (vma.place === 'attached') mapVma(world, mm, vma.start, vma.end, vma.flags, vma.file, vma.pgoff);
    },
    task_exec(world) {
      const { task } = world.now;
      const process = task.tgid >= 0 ? task.tgid : task.tid;
      const old = task.mm;
      enterMm(world, task, 0);
      if (old && world.mms.get(old)?.users.size === 0) world.mms.delete(old);
      enterMm(world, task, freshMm(world, process));
    },
    task_exit(world) {
      for (const [ptr, mm] of world.mms) if (mm.users.size === 0) world.mms.delete(ptr);
    },
  },
});

/** Maps 2^order pages at va, and remembers where each page is. */
export function put(world: World, mm: number, va: number, pfn: number, order: number, info: number): void {
  const { pt } = world.mm(mm);
  if (order === 9) pt.setPmd(va, pfn, info, world.now.seq);
  else pt.setRun(va, pfn, blockPages(order), info, world.now.seq);
}

function unmapIf({ pt }: Mm, va: number, pfn: number): void {
  const huge = pt.pmdAt(va);
  if (huge && huge.pfn === pfn) pt.removePmd(Math.floor(va / PMD_SIZE) * PMD_SIZE);
  else if (pt.pfnAt(va) === pfn) pt.remove(va);
}
