import { defineModel } from '../define.ts';
import { Kind, packInfo, Sure, Type } from '../page-table/entry.ts';
import { PAGE_SIZE, PMD_SIZE } from '../page-table/page-table.ts';
import { enterMm } from '../task/tasks.ts';
import type { World } from '../world.ts';
import { freshMm, nameMm, processMm } from './process-mm.ts';
import { dropVmas, growBreak, mapVma, moveVma, protectVmas } from './stock-vmas.ts';

const CLONE_VM = 0x100;
const MADV_DONTNEED = 4;
const MADV_COLLAPSE = 25;
const MAP_FAILED_FROM = -4096;
const anon = packInfo(Type.present, Kind.anon, Sure.inferred);
const shmem = packInfo(Type.present, Kind.shmem, Sure.inferred);

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
      const bytes = PAGE_SIZE * 2 ** order;
      const va = Math.floor(trap.va / bytes) * bytes;
      put(world, mm, va, pfn, order, anon);
      world.call.lastStock = { pfn, va, order };
    },
    cache_add(world, { pfn }) {
      const { lastStock } = world.call;
      if (lastStock?.pfn !== pfn) return;
      // It was allocated for a file: a page of shmem is mapped where the fault was, one of another file is read ahead.
      const vma = world.mm(processMm(world)).vmaAt(lastStock.va);
      const { pt } = world.mm(processMm(world));
      if (vma && vma.file === 0 && vma.flags & 8) pt.update(lastStock.va, shmem);
      else pt.remove(lastStock.va);
    },
    folio_free(world, { pfn, order }) {
      for (let i = 0; i < 2 ** order; i++) {
        for (const { mm, va } of world.stockPages.take(pfn + i)) unmapIf(world, mm, va, pfn + i);
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
      parent.pt.visit(0, Number.MAX_SAFE_INTEGER, (va, pfn, info, _since, pages) => {
        if (pages === 512) copy.pt.setPmd(va, pfn, info, world.now.seq);
        else copy.pt.set(va, pfn, info, world.now.seq);
        world.stockPages.add(pfn, mm, va);
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
    sys_mmap(world, fact) {
      world.call.inSyscall = true;
      world.call.trap = null;
      world.call.syscall = fact;
    },
    sys_munmap(world, fact) {
      world.call.inSyscall = true;
      world.call.syscall = fact;
    },
    sys_mprotect(world, fact) {
      world.call.inSyscall = true;
      world.call.syscall = fact;
    },
    sys_mremap(world, fact) {
      world.call.inSyscall = true;
      world.call.syscall = fact;
    },
    sys_brk(world, fact) {
      world.call.inSyscall = true;
      world.call.syscall = fact;
    },
    migrated(world, { va, pfn }) {
      // No mm is printed: those that had another page there, all the same one, have the new page now.
      const old = new Set<number>();
      for (const { pt } of world.mms.values()) if (pt.infoAt(va) >= 0) old.add(pt.pfnAt(va));
      if (old.size !== 1) return;
      for (const [ptr, { pt }] of world.mms) if (pt.infoAt(va) >= 0) put(world, ptr, va, pfn, 0, pt.infoAt(va));
    },
    sys_madvise(world, fact) {
      world.call.collapsed = [];
      world.call.syscall = fact;
    },
    sys_exit(world, { ret }) {
      const { syscall } = world.call;
      world.call.syscall = null;
      world.call.inSyscall = false;
      world.call.trap = null;
      if (!syscall || (ret < 0 && ret > MAP_FAILED_FROM)) return;
      const mm = processMm(world);
      const { pt } = world.mm(mm);
      const now = world.now.seq;
      const pageUp = (bytes: number): number => Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;
      if (syscall.kind === 'sys_mmap') {
        pt.drop(ret, ret + pageUp(syscall.len), now);
        // Shared anonymous memory has a shmem file of its own, from offset 0.
        const file = (syscall.flags & 0x21) === 0x20 || (syscall.flags & 0x23) === 0x22 ? 0 : -1;
        const access = (syscall.prot & 7) | (syscall.flags & 1 ? 0x88 : 0);
        const pgoff = file ? (syscall.flags & 0x20 ? 0 : syscall.off / PAGE_SIZE) : ret / PAGE_SIZE;
        mapVma(world, mm, ret, ret + pageUp(syscall.len), access, file, pgoff);
      } else if (syscall.kind === 'sys_munmap') {
        pt.drop(syscall.addr, syscall.addr + pageUp(syscall.len), now);
        dropVmas(world, mm, syscall.addr, syscall.addr + pageUp(syscall.len));
      } else if (syscall.kind === 'sys_mprotect') {
        protectVmas(world, mm, syscall.addr, syscall.addr + pageUp(syscall.len), syscall.prot & 7);
      } else if (syscall.kind === 'sys_mremap') {
        const len = Math.min(pageUp(syscall.oldLen), pageUp(syscall.newLen));
        if (ret !== syscall.addr) {
          pt.drop(ret, ret + pageUp(syscall.newLen), now);
          pt.splitEdges(syscall.addr, syscall.addr + len, now);
          pt.visit(syscall.addr, syscall.addr + len, (va, pfn, _info, _since, _pages) => {
            world.stockPages.add(pfn, mm, va - syscall.addr + ret);
            return false;
          });
          pt.move(syscall.addr, ret, len);
        } else if (syscall.newLen < syscall.oldLen) {
          pt.drop(ret + pageUp(syscall.newLen), ret + pageUp(syscall.oldLen), now);
        }
        moveVma(world, mm, syscall.addr, pageUp(syscall.oldLen), ret, pageUp(syscall.newLen), (syscall.flags & 4) !== 0);
      } else if (syscall.kind === 'sys_brk') {
        const top = growBreak(world, mm, ret);
        if (top > pageUp(ret)) pt.drop(pageUp(ret), top, now);
      } else if (syscall.kind === 'sys_madvise' && syscall.behavior === MADV_DONTNEED) {
        pt.drop(syscall.addr, syscall.addr + pageUp(syscall.len), now);
      } else if (syscall.kind === 'sys_madvise' && syscall.behavior === MADV_COLLAPSE && ret === 0) {
        collapse(world, mm, syscall.addr, syscall.addr + syscall.len);
      }
    },
  },
});

/** MADV_COLLAPSE made huge pages: one for each aligned 2 MiB that had none, in the order of addresses (mm/khugepaged.c). */
function collapse(world: World, mm: number, start: number, end: number): void {
  const { pt } = world.mm(mm);
  const pages = world.call.collapsed;
  for (let va = Math.ceil(start / PMD_SIZE) * PMD_SIZE; va + PMD_SIZE <= end; va += PMD_SIZE) {
    if (pt.pmdAt(va)) continue;
    const pfn = pages.shift();
    if (pfn !== undefined) put(world, mm, va, pfn, 9, anon);
  }
}

function put(world: World, mm: number, va: number, pfn: number, order: number, info: number): void {
  const { pt } = world.mm(mm);
  if (order === 9) pt.setPmd(va, pfn, info, world.now.seq);
  else pt.setRun(va, pfn, 2 ** order, info, world.now.seq);
  if (order === 9) world.stockPages.add(pfn, mm, va);
  else for (let i = 0; i < 2 ** order; i++) world.stockPages.add(pfn + i, mm, va + i * PAGE_SIZE);
}

function unmapIf(world: World, mm: number, va: number, pfn: number): void {
  const pt = world.mms.get(mm)?.pt;
  if (!pt) return;
  const huge = pt.pmdAt(va);
  if (huge && huge.pfn === pfn) pt.removePmd(Math.floor(va / PMD_SIZE) * PMD_SIZE);
  else if (pt.pfnAt(va) === pfn) pt.remove(va);
}
