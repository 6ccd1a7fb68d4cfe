import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { GatherText } from '../vocab/tables.ts';
import { putFolio } from './folio.ts';
import { flushRange, taskSize } from './tlb.ts';

/** One page, or one run of pages of a folio, that a zap has cleared. */
export interface Slot {
  readonly folio: Folio;
  readonly sub: number;
  readonly nr: number;
  readonly vma: Vma;
  /** Its rmap is removed after the flush. */
  delayed: boolean;
}

/** Slots of the batch in the gather itself, and of each further one: a pair of page and length must always fit. */
const localSlots = 7;
const batchSlots = 509;

/** A struct mmu_gather. */
export class Gather implements GatherText {
  readonly mm: Mm;
  readonly full: boolean;
  start = taskSize - 0x1000;
  end = 0;
  freedTables = false;
  slots: Slot[] = [];
  delayed = 0;
  forceFlush = false;
  batches = 1;
  /** Slots of the batch that is being filled. */
  private filled = 0;

  constructor(mm: Mm, full: boolean) {
    this.mm = mm;
    this.full = full;
  }

  /** Adds a slot; true when no other can follow before a flush. */
  add(slot: Slot): boolean {
    this.slots.push(slot);
    if (slot.delayed) this.delayed++;
    this.filled++;
    const room = this.batches === 1 ? localSlots : batchSlots;
    if (this.filled < room) return false;
    // With delayed slots waiting, no batch beyond the second is opened: the flush must come first.
    if (this.delayed > 0 && this.batches > 1) return true;
    this.batches++;
    this.filled = 0;
    return this.batches > 20;
  }

  covers(va: number, size: number): void {
    this.start = Math.min(this.start, va);
    this.end = Math.max(this.end, va + size);
  }

  get dirty(): boolean {
    return this.end > this.start;
  }

  /** __tlb_reset_range(). */
  resetRange(): void {
    this.start = taskSize - 0x1000;
    this.end = 0;
    this.freedTables = false;
  }

  /** Takes the slots out: the batch inside the gather is filled next. */
  takeSlots(): Slot[] {
    const { slots } = this;
    this.slots = [];
    this.batches = 1;
    this.filled = 0;
    return slots;
  }
}

/** tlb_gather_mmu(). */
export function beginGather(m: Machine, mm: Mm, full = false): Gather {
  m.say.table.gatherBegin(mm, full);
  return new Gather(mm, full);
}

/** tlb_flush_mmu_tlbonly(): flushes what was cleared so far. */
export function* flushTlbOnly(m: Machine, g: Gather): Steps {
  if (!g.dirty && !g.full) return;
  const { start, end, freedTables } = g;
  // What is cleared from now on, while the other CPUs answer, belongs to the next flush.
  g.resetRange();
  yield* flushRange(m, g.mm, g.full ? 0 : start, g.full ? null : end, freedTables);
}

/** tlb_flush_rmaps(): the mappings of delayed slots are uncounted, after their flush. */
export function flushRmaps(m: Machine, g: Gather, vma: Vma): void {
  if (g.delayed === 0) return;
  m.check('A12', g.delayed <= localSlots + batchSlots);
  m.say.table.flushRmaps(g, vma);
  for (const slot of g.slots) {
    if (!slot.delayed) continue;
    dropRmap(m, slot);
    slot.delayed = false;
  }
  g.delayed = 0;
}

/** Uncounts the mappings of a slot. */
export function dropRmap(m: Machine, slot: Slot): void {
  const { folio, sub, nr, vma } = slot;
  m.say.rmap.remove(folio, sub, nr, vma);
  const times = m.holds('free-drops-rmap-once') || m.prng.chance(7, 8) ? 1 : 2;
  for (let again = 0; again < times; again++) {
    if (again > 0) m.say.rmap.remove(folio, sub, nr, vma);
    for (let i = 0; i < nr; i++) {
      folio.mapcount[sub + i] = (folio.mapcount[sub + i] as number) - 1;
      m.check('A1', (folio.mapcount[sub + i] as number) >= 0);
    }
  }
}

/** tlb_batch_pages_flush(): references of the slots are dropped; the last frees the page. */
export function releaseSlots(m: Machine, g: Gather): void {
  for (const slot of g.takeSlots()) {
    dropSwapCache(m, slot.folio);
    putFolio(m, slot.folio, slot.nr, 'zap');
  }
}

/** A page that is only in the swap cache any more leaves it. */
export function dropSwapCache(m: Machine, folio: Folio): void {
  if (folio.swapEntry === 0 || folio.refs > 2 || folio.isMapped || folio.writeback || folio.locked) return;
  leaveSwapCache(m, folio);
}

/** delete_from_swap_cache(): drops the cache's reference, which is never the last. */
export function leaveSwapCache(m: Machine, folio: Folio): void {
  const entry = folio.swapEntry;
  folio.swapEntry = 0;
  m.swap.cache.delete(entry);
  m.say.step.swapcache(folio, entry, false);
  m.swap.release(entry);
  folio.refs--;
  m.say.step.ref(folio, -1, 'swapcache');
}

/** tlb_finish_mmu(). */
export function* finishGather(m: Machine, g: Gather): Steps {
  m.say.table.gatherEnd(g);
  if (m.holds('zap-flushes-before-free')) {
    yield* flushTlbOnly(m, g);
    releaseSlots(m, g);
  } else {
    releaseSlots(m, g);
    yield;
    yield* flushTlbOnly(m, g);
  }
  g.resetRange();
}
