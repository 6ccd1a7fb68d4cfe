import { defineModel } from '../define.ts';
import { Kind, packInfo, Sure, Type } from '../page-table/entry.ts';
import { PAGE_SIZE, PMD_SIZE } from '../page-table/page-table.ts';
import type { MmSyscall } from '../task/task.ts';
import type { World } from '../world.ts';
import { processMm } from './process-mm.ts';
import { put } from './stock-pages.ts';
import { changeFlags, dropVmas, growBreak, mapVma, moveVma } from './stock-vmas.ts';

const MADV_DONTNEED = 4;
const MADV_COLLAPSE = 25;
const MAP_SHARED_OR_VALIDATE = 3;
const MAP_SHARED = 1;
const MAP_ANONYMOUS = 0x20;
const MREMAP_DONTUNMAP = 4;
/** Results from -4095 to -1 are errors (include/linux/err.h). */
const ERRORS_ABOVE = -4096;
const VM_LOCKED = 0x2000;
/** vm_flags that an advice sets and clears (mm/madvise.c, madvise_vma_behavior): they keep VMAs apart. */
const madviseFlags: Readonly<Record<number, readonly [set: number, clear: number]>> = {
  0: [0, 0x1_8000],
  1: [0x1_0000, 0x8000],
  2: [0x8000, 0x1_0000],
  10: [0x2_0000, 0],
  11: [0, 0x2_0000],
  12: [0x8000_0000, 0],
  13: [0, 0x8000_0000],
  14: [0x2000_0000, 0x4000_0000],
  15: [0x4000_0000, 0x2000_0000],
  16: [0x400_0000, 0],
  17: [0, 0x400_0000],
  18: [0x200_0000, 0],
  19: [0, 0x200_0000],
};

type CallOf<K extends MmSyscall['kind']> = Extract<MmSyscall, { kind: K }>;

/** What a system call that succeeded did to the address space `mm`. */
const effects: { readonly [K in MmSyscall['kind']]: (world: World, mm: number, call: CallOf<K>, ret: number) => void } = {
  sys_mmap(world, mm, { len, prot, flags, off }, ret) {
    const end = ret + pageUp(len);
    world.mm(mm).pt.drop(ret, end, world.now.seq);
    const shared = (flags & MAP_SHARED_OR_VALIDATE) !== 2 && (flags & MAP_SHARED) !== 0;
    const anonymous = (flags & MAP_ANONYMOUS) !== 0;
    // Shared anonymous memory has a shmem file of its own, from offset 0.
    const file = anonymous && !shared ? 0 : -1;
    const pgoff = file === 0 ? ret / PAGE_SIZE : anonymous ? 0 : off / PAGE_SIZE;
    mapVma(world, mm, ret, end, (prot & 7) | (shared ? 0x88 : 0), file, pgoff);
  },
  sys_munmap(world, mm, { addr, len }) {
    world.mm(mm).pt.drop(addr, addr + pageUp(len), world.now.seq);
    dropVmas(world, mm, addr, addr + pageUp(len));
  },
  sys_mprotect(world, mm, { addr, len, prot }) {
    changeFlags(world, mm, addr, addr + pageUp(len), prot & 7, 7);
  },
  sys_mlock(world, mm, { addr, len, lock }) {
    const start = Math.floor(addr / PAGE_SIZE) * PAGE_SIZE;
    changeFlags(world, mm, start, pageUp(addr + len), lock ? VM_LOCKED : 0, VM_LOCKED);
  },
  sys_mremap(world, mm, { addr, oldLen, newLen, flags }, ret) {
    const { pt } = world.mm(mm);
    const { seq } = world.now;
    const len = Math.min(pageUp(oldLen), pageUp(newLen));
    moveVma(world, mm, addr, pageUp(oldLen), ret, pageUp(newLen), (flags & MREMAP_DONTUNMAP) !== 0);
    if (ret === addr) {
      if (newLen < oldLen) pt.drop(ret + pageUp(newLen), ret + pageUp(oldLen), seq);
      return;
    }
    pt.drop(ret, ret + pageUp(newLen), seq);
    pt.splitEdges(addr, addr + len, seq);
    pt.move(addr, ret, len);
  },
  sys_brk(world, mm, _call, ret) {
    const before = growBreak(world, mm, ret);
    if (before > pageUp(ret)) world.mm(mm).pt.drop(pageUp(ret), before, world.now.seq);
  },
  sys_madvise(world, mm, { addr, len, behavior }, ret) {
    const end = addr + pageUp(len);
    const change = madviseFlags[behavior];
    if (change) changeFlags(world, mm, addr, end, change[0], change[1]);
    else if (behavior === MADV_DONTNEED) world.mm(mm).pt.drop(addr, end, world.now.seq);
    else if (behavior === MADV_COLLAPSE && ret === 0) collapse(world, mm, addr, end);
  },
};

const enter = (world: World, call: MmSyscall): void => {
  world.call.inSyscall = true;
  world.call.trap = null;
  world.call.collapsed = [];
  world.call.syscall = call;
};

/** mm system calls where nothing but the calls themselves tells what they did: VMAs, and what they unmap or move. */
export const stockSyscalls = defineModel({
  name: 'stock-syscalls',
  on: {
    sys_mmap: enter,
    sys_munmap: enter,
    sys_mprotect: enter,
    sys_mlock: enter,
    sys_mremap: enter,
    sys_brk: enter,
    sys_madvise: enter,
    sys_exit(world, { ret }) {
      const { syscall } = world.call;
      world.call.syscall = null;
      world.call.inSyscall = false;
      world.call.trap = null;
      if (!syscall || (ret < 0 && ret > ERRORS_ABOVE)) return;
      const effect = effects[syscall.kind] as (world: World, mm: number, call: MmSyscall, ret: number) => void;
      effect(world, processMm(world), syscall, ret);
    },
  },
});

const pageUp = (bytes: number): number => Math.ceil(bytes / PAGE_SIZE) * PAGE_SIZE;

/** MADV_COLLAPSE made huge pages: one for each aligned 2 MiB that had none, in the order of addresses (mm/khugepaged.c). */
function collapse(world: World, mm: number, start: number, end: number): void {
  const { pt } = world.mm(mm);
  const pages = world.call.collapsed;
  for (let va = Math.ceil(start / PMD_SIZE) * PMD_SIZE; va + PMD_SIZE <= end; va += PMD_SIZE) {
    if (pt.pmdAt(va)) continue;
    const pfn = pages.shift();
    if (pfn !== undefined) put(world, mm, va, pfn, 9, packInfo(Type.present, Kind.anon, Sure.inferred));
  }
}
