import { MM_ANONPAGES, MM_SWAPENTS } from '../kernel/mm.ts';
import { type Pte, type PteTable, pfnOf, rawPte, slotOf, tableIndex } from '../kernel/page-table.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { dirtyFolio } from './folio.ts';
import { dropRmap, flushRmaps, flushTlbOnly, type Gather, releaseSlots, type Slot } from './gather.ts';
import { splitLeaf } from './huge.ts';
import { clearPte, lockPmd, pmdPtr, unlockPmd } from './pte.ts';
import { reclaimTable } from './reclaim-table.ts';
import { addRss, memberOf } from './rss.ts';
import { giveTablePage, leaveTable, lockTableAt } from './tables.ts';
import { flushPending, leaveStale } from './tlb.ts';

/** What a zap is for. */
export interface ZapDetails {
  /** Give empty tables back (MADV_DONTNEED in R3). */
  readonly reclaim: boolean;
  /** Guard markers go too: only when the VMA goes. */
  readonly dropMarkers: boolean;
}

/** Clears all entries of [start, end) of a VMA. */
export function* zapRange(m: Machine, g: Gather, vma: Vma, start: number, end: number, details: ZapDetails): Steps {
  m.say.table.zapRange(g, vma, start, end);
  if (m.profile.ptReclaim === 'R2') {
    yield () => g.mm.ptSem.canRead;
    g.mm.ptSem.readers.add(m.current);
    m.say.step.tableSem(g.mm, 'read');
  }
  for (let va = start; va < end; ) {
    const next = Math.min(end, (tableIndex(va) + 1) * 0x200000);
    if (g.mm.leaves.has(tableIndex(va))) yield* zapHuge(m, g, vma, va, next);
    if (g.mm.tables.has(tableIndex(va))) yield* zapTable(m, g, vma, va, next, details);
    va = next;
  }
  if (m.profile.ptReclaim === 'R2') {
    g.mm.ptSem.readers.delete(m.current);
    m.say.step.tableSem(g.mm, 'read_end');
  }
}

/** zap_pte_range(). */
function* zapTable(m: Machine, g: Gather, vma: Vma, start: number, end: number, details: ZapDetails): Steps {
  let va = start;
  let dropped = false;
  let skipped = false;
  for (;;) {
    const table = yield* lockTableAt(m, g.mm, va);
    if (table === null) return;
    yield* flushPending(m, g.mm);
    const walk = yield* zapLocked(m, g, vma, table, va, end, details);
    va = walk.va;
    skipped ||= walk.skipped;
    const flushed = g.forceFlush;
    if (flushed) {
      yield* flushTlbOnly(m, g);
      flushRmaps(m, g, vma);
      m.check('A11', !g.mm.stale.some((s) => s.dirty && s.file && s.va >= start && s.va < va));
    }
    const finished = va >= end;
    if (finished && triesReclaim(m, details)) yield* reclaimTable(m, g, table, { start, end, skipped, dropped });
    else yield* leaveTable(m, table);
    if (flushed) {
      g.forceFlush = false;
      releaseSlots(m, g);
    }
    if (finished) return;
    dropped = true;
    yield;
  }
}

function triesReclaim(m: Machine, details: ZapDetails): boolean {
  return details.reclaim || m.profile.ptReclaim === 'R1' || m.profile.ptReclaim === 'R2';
}

/** The part of a zap that holds one page-table lock: up to `end`, a full batch, or a wish to reschedule. */
function* zapLocked(
  m: Machine,
  g: Gather,
  vma: Vma,
  table: PteTable,
  start: number,
  end: number,
  details: ZapDetails,
): Steps<{ va: number; skipped: boolean }> {
  const rss = [0, 0, 0, 0];
  let va = start;
  let skipped = false;
  let stop = false;
  while (va < end && !stop) {
    const pte = table.entryOf(va);
    if (pte === null || (pte.type === 'marker' && !details.dropMarkers)) {
      skipped ||= pte !== null;
      va += 4096;
      continue;
    }
    const nr = runLength(table, va, end);
    stop = zapEntries(m, g, vma, table, va, nr, rss);
    va += nr * 4096;
    if (m.prng.chance(1, 4)) yield;
    if (va < end && mustReschedule(m, va)) stop = true;
  }
  for (const member of [0, 1, 2, 3] as const) addRss(m, g.mm, member, -(rss[member] as number));
  return { va, skipped };
}

/** need_resched(): by chance, or because a story wants it here. */
function mustReschedule(m: Machine, va: number): boolean {
  if (m.breakZapAt === va) {
    m.breakZapAt = null;
    return true;
  }
  return m.options.reschedules && m.prng.chance(1, 64);
}

/** Consecutive entries that map consecutive pages of one folio alike. */
function runLength(table: PteTable, va: number, end: number): number {
  const first = table.entryOf(va) as Pte;
  if (first.type !== 'present' || first.folio === null || first.folio.order === 0) return 1;
  let nr = 1;
  while (va + nr * 4096 < end && slotOf(va) + nr < 512) {
    const next = table.entryOf(va + nr * 4096);
    const alike = next !== null && next.folio === first.folio && next.sub === first.sub + nr && next.type === 'present';
    if (!alike || next.dirty !== first.dirty) break;
    nr++;
  }
  return nr;
}

/** Z1 to Z4 for a run of entries; true when the batch is full. */
function zapEntries(m: Machine, g: Gather, vma: Vma, table: PteTable, va: number, nr: number, rss: number[]): boolean {
  let full = false;
  const first = table.entryOf(va) as Pte;
  for (let i = 0; i < nr; i++) {
    const at = va + i * 4096;
    const pte = clearPte(m, table, at, 'zap') as Pte;
    leaveStale(m, g.mm, at, pte);
  }
  g.covers(va, nr * 4096);
  const { folio } = first;
  if (first.type === 'swap') {
    rss[MM_SWAPENTS] = (rss[MM_SWAPENTS] as number) + 1;
    m.say.page.swapFree(first.entry);
    m.swap.drop(first.entry);
    return false;
  }
  if (folio === null || first.type === 'hwpoison') return false;
  const member = memberOf(folio);
  rss[member] = (rss[member] as number) + nr;
  if (first.type === 'migration') return false;
  const file = folio.kind === 'file' || folio.kind === 'shmem';
  if (file && first.dirty) {
    if (m.holds('zap-moves-dirty')) dirtyFolio(m, folio, 'zap');
    m.check('A9', folio.dirty);
  }
  const wants = m.profile.rmap === 'A3' || (m.profile.rmap === 'A2' && file && first.dirty);
  const slot: Slot = { folio, sub: first.sub, nr, vma, delayed: wants && m.holds('zap-delays-rmap') };
  if (wants && !slot.delayed) m.check('A7', g.mm.cpus.size === 0);
  if (slot.delayed || (file && first.dirty)) g.forceFlush = true;
  full = g.add(slot);
  m.say.step.slot(g.mm, va, pfnOf(first), nr, slot.delayed, g.delayed);
  if (!slot.delayed) dropRmap(m, slot);
  if (full) g.forceFlush = true;
  return full;
}

/** zap_huge_pmd(), after a split where only part of the 2 MiB goes. */
function* zapHuge(m: Machine, g: Gather, vma: Vma, start: number, end: number): Steps {
  const index = tableIndex(start);
  if (end - start < 0x200000) {
    yield* splitLeaf(m, vma, start);
    return;
  }
  yield* lockPmd(m, g.mm, index);
  const leaf = g.mm.leaves.get(index);
  if (leaf === undefined) {
    unlockPmd(m, g.mm, index);
    return;
  }
  const { folio, deposited } = leaf;
  const raw = rawPte({ ...leaf, type: 'present', sub: 0, entry: 0, exclusive: false }, m.profile.text);
  m.say.table.zapHuge(g, vma, pmdPtr(g.mm, start), raw, start);
  g.mm.leaves.delete(index);
  m.say.step.pmd('clear', g.mm, start, leaf, 'zap');
  g.covers(start, 0x200000);
  if (g.mm.cpus.size > 0) {
    const { write, dirty } = leaf;
    g.mm.stale.push({ va: start, pfn: folio.pfn, writable: write, dirty, file: false, batched: false, born: m.staleBorn++ });
  }
  m.say.rmap.removeHuge(folio, vma);
  folio.entireMapcount--;
  addRss(m, g.mm, MM_ANONPAGES, -512);
  m.say.table.withdraw(g.mm, pmdPtr(g.mm, start), deposited.pfn);
  unlockPmd(m, g.mm, index);
  giveTablePage(m, deposited.pfn);
  // The slot holds the reference; its rmap is gone already, so nothing is delayed.
  g.slots.push({ folio, sub: 0, nr: 1, vma, delayed: false });
  yield;
}
