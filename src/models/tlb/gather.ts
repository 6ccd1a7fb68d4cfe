import type { Design } from '../protocol/design.ts';

/** One page, or one run of pages of a folio, that a zap cleared. */
export interface ZappedSlot {
  readonly anon: boolean;
  /** The entry's dirty bit was set. */
  readonly dirty: boolean;
}

/** What happened to the slots of a zap, in order. `table` counts the PTE tables the zap went through. */
export type GatherStep =
  | { readonly kind: 'clear'; readonly table: number; readonly slot: number }
  | { readonly kind: 'dirty'; readonly slot: number }
  | { readonly kind: 'rmap'; readonly slot: number }
  | { readonly kind: 'flush'; readonly table: number; readonly forced: boolean }
  /** The page-table lock is dropped with entries of the table still to come. */
  | { readonly kind: 'drop-ptl'; readonly table: number }
  | { readonly kind: 'release'; readonly slot: number };

/** Slots that fit the batch inside the gather, and each further one: a pair of page and length must always fit. */
export const LOCAL_SLOTS = 7;
export const BATCH_SLOTS = 509;
/** Further batches a gather may have: MAX_GATHER_BATCH_COUNT (include/asm-generic/tlb.h). */
export const MOST_BATCHES = 19;

/** Is the rmap of this slot removed after the flush? (mm/memory.c, zap_present_folio_ptes(): delay_rmap) */
export function delaysRmap(rmap: Design['rmap'], { anon, dirty }: ZappedSlot): boolean {
  if (rmap === 'A3') return true;
  return rmap === 'A2' && !anon && dirty;
}

/**
 * A zap of whole tables through one mmu_gather, step by step: Z1 clear, Z2 dirty transfer, Z4 early rmap, Z5 flush, Z6 late
 * rmap, Z7 release (docs/model.md, system A). `tables` has the entries of each table in order.
 */
export function* zapSteps(rmap: Design['rmap'], tables: readonly (readonly ZappedSlot[])[]): Generator<GatherStep> {
  const gather = { filled: 0, batches: 0, waiting: [] as number[], delayed: [] as number[] };
  let slot = 0;
  for (let table = 0; table < tables.length; table++) {
    const entries = tables[table];
    let force = false;
    for (let i = 0; i < entries.length; i++, slot++) {
      const entry = entries[i];
      const delay = delaysRmap(rmap, entry);
      yield { kind: 'clear', table, slot };
      if (!entry.anon && entry.dirty) yield { kind: 'dirty', slot };
      // Since 2014 dirty file entries are flushed before the page-table lock is dropped, delayed or not.
      if (delay || (!entry.anon && entry.dirty)) force = true;
      gather.waiting.push(slot);
      if (delay) gather.delayed.push(slot);
      else yield { kind: 'rmap', slot };
      if (!fill(gather)) continue;
      yield* flush(gather, table, true);
      force = false;
      if (i + 1 < entries.length) yield { kind: 'drop-ptl', table };
    }
    if (force) yield* flush(gather, table, true);
  }
  if (gather.waiting.length > 0) yield* flush(gather, tables.length - 1, false);
}

interface Gather {
  filled: number;
  batches: number;
  waiting: number[];
  delayed: number[];
}

/** Takes one slot in; true when no other fits before a flush (mm/mmu_gather.c, tlb_next_batch()). */
function fill(gather: Gather): boolean {
  gather.filled++;
  const room = gather.batches === 0 ? LOCAL_SLOTS : BATCH_SLOTS;
  if (gather.filled < room) return false;
  if (gather.delayed.length > 0 && gather.batches > 0) return true;
  if (gather.batches === MOST_BATCHES) return true;
  gather.batches++;
  gather.filled = 0;
  return false;
}

function* flush(gather: Gather, table: number, forced: boolean): Generator<GatherStep> {
  yield { kind: 'flush', table, forced };
  for (const slot of gather.delayed) yield { kind: 'rmap', slot };
  for (const slot of gather.waiting) yield { kind: 'release', slot };
  gather.filled = 0;
  gather.batches = 0;
  gather.waiting = [];
  gather.delayed = [];
}
