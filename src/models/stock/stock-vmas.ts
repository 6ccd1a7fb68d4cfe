import type { Mm } from '../address-space/mm.ts';
import type { Vma } from '../address-space/vma.ts';
import type { World } from '../world.ts';

/** Pointers of ours for VMAs whose vm_area_struct no event names. */
const UNNAMED = 2 ** 49;

export const isUnnamedVma = (ptr: number): boolean => ptr >= UNNAMED;

function add(world: World, mm: Mm, start: number, end: number, flags: number, file: number, pgoff: number): Vma {
  const vma: Vma = {
    ptr: UNNAMED + world.unnamedVmas++,
    mm: mm.ptr,
    start,
    end,
    flags,
    flagsHigh: 0,
    pgoff,
    file,
    anonVma: -1,
    place: 'attached',
    lockSeq: -1,
    refcnt: -1,
    readers: 0,
    pendingSeq: -1,
    lockSince: -1,
    since: world.now.seq,
    inferred: true,
  };
  world.vmas.set(vma.ptr, vma);
  mm.vmas.add(vma);
  return vma;
}

function remove(world: World, mm: Mm, vma: Vma): void {
  vma.place = 'freed';
  mm.vmas.delete(vma);
  world.vmas.delete(vma.ptr);
}

/** Cuts VMAs so that [start, end) is made of whole ones; returns those. */
function carve(world: World, mm: Mm, start: number, end: number): Vma[] {
  const inside: Vma[] = [];
  for (const vma of [...mm.vmas]) {
    if (vma.place !== 'attached' || vma.end <= start || vma.start >= end) continue;
    if (vma.start < start) {
      add(world, mm, vma.start, start, vma.flags, vma.file, vma.pgoff);
      vma.pgoff += (start - vma.start) / 4096;
      vma.start = start;
    }
    if (vma.end > end) {
      add(world, mm, end, vma.end, vma.flags, vma.file, vma.pgoff + (end - vma.start) / 4096);
      vma.end = end;
    }
    vma.since = world.now.seq;
    vma.inferred = true;
    inside.push(vma);
  }
  return inside;
}

/** Neighbours of anonymous memory with the same access become one VMA (mm/vma.c, can_vma_merge_before and after). */
function mergeAround(world: World, mm: Mm, vma: Vma): void {
  if (vma.file !== 0 || vma.flags & 0x8) return;
  for (const other of [...mm.vmas]) {
    if (other === vma || other.place !== 'attached' || other.file !== 0 || other.flags !== vma.flags) continue;
    // Their page offsets must go on from one to the other, as they do unless one was moved after it was used.
    if (other.start / 4096 - other.pgoff !== vma.start / 4096 - vma.pgoff) continue;
    if (other.end === vma.start) {
      vma.start = other.start;
      vma.pgoff = other.pgoff;
    } else if (other.start === vma.end) vma.end = other.end;
    else continue;
    remove(world, mm, other);
  }
}

export function mapVma(world: World, ptr: number, start: number, end: number, flags: number, file: number, pgoff: number): void {
  const mm = world.mm(ptr);
  for (const vma of carve(world, mm, start, end)) remove(world, mm, vma);
  mergeAround(world, mm, add(world, mm, start, end, flags, file, pgoff));
}

export function dropVmas(world: World, ptr: number, start: number, end: number): void {
  const mm = world.mm(ptr);
  for (const vma of carve(world, mm, start, end)) remove(world, mm, vma);
}

/** Changes vm_flags of [start, end): mprotect, mlock, madvise. VMAs are cut and joined as needed. */
export function changeFlags(world: World, ptr: number, start: number, end: number, set: number, clear: number): void {
  const mm = world.mm(ptr);
  for (const vma of carve(world, mm, start, end)) {
    vma.flags = ((vma.flags & ~clear) | set) >>> 0;
    if (vma.place === 'attached') mergeAround(world, mm, vma);
  }
}

/** mremap(): the VMA at `from` goes to `to` and changes its length; with `keep` (MREMAP_DONTUNMAP) the old one stays. */
export function moveVma(
  world: World,
  ptr: number,
  from: number,
  oldLen: number,
  to: number,
  newLen: number,
  keep: boolean,
): void {
  const mm = world.mm(ptr);
  const [source] = carve(world, mm, from, from + oldLen);
  if (!source) return;
  const { flags, file } = source;
  // Anonymous memory that was never touched takes the page offset of its new place (mm/vma.c, copy_vma).
  const untouched =
    file === 0 && mm.pt.tablesIn(from, from + oldLen).length === 0 && mm.pt.tablesIn(to, to + newLen).length === 0;
  const pgoff = untouched && from !== to ? to / 4096 : source.pgoff;
  if (!keep || from === to) remove(world, mm, source);
  mapVma(world, ptr, to, to + newLen, flags, file, pgoff);
}

/** The heap ends at `brk` now; returns where it ended before. */
export function growBreak(world: World, ptr: number, brk: number): number {
  const mm = world.mm(ptr);
  const top = Math.ceil(brk / 4096) * 4096;
  const before = mm.heapTop;
  mm.heapTop = top;
  if (before === 0 || before === top) return top;
  if (top > before) mapVma(world, ptr, before, top, 3, 0, before / 4096);
  else dropVmas(world, ptr, top, before);
  return before;
}
