import type { World } from '../world.ts';
import { Kind, packInfo, Sure, Tri, Type } from './entry.ts';
import { PAGE_SIZE, PMD_SIZE } from './page-table.ts';

export const pageOf = (va: number): number => Math.floor(va / PAGE_SIZE) * PAGE_SIZE;
export const hugeOf = (va: number): number => Math.floor(va / PMD_SIZE) * PMD_SIZE;

/** The shared zero page, as a rule infers it. */
export const zeroInfo = packInfo(Type.present, Kind.zero, Sure.inferred, Tri.no);

/** Writes nr PTEs or one PMD entry, as an event tells. */
export function place(world: World, mm: number, va: number, pfn: number, nr: number, level: number, info: number): void {
  const { pt } = world.mm(mm);
  const { seq } = world.now;
  if (level === 2) pt.setPmd(va, pfn, info, seq);
  else pt.setRun(va, pfn, nr, info, seq);
  noteChange(world, mm, va);
  const { fault } = world.call;
  if (fault && fault.mm === mm) fault.served = true;
  world.call.restoring = null;
}

/** Remembers what another task changes in the parent of a fork while its entries are copied. */
export function noteChange(world: World, mm: number, va: number): void {
  if (world.copiers.size === 0) return;
  for (const task of world.copiers) {
    const { copy } = task.call;
    if (copy && copy.src === mm && task !== world.now.task && va >= copy.start && va < copy.end) copy.changed.push(va);
  }
}
