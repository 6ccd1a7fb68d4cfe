import type { Mm, TablePage } from '../address-space/mm.ts';
import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import { PMD_SIZE, tableIndex } from './page-table.ts';

/** Address of the PMD table page that holds this entry, and the entry's slot in it (8 bytes each). */
const pmdPageOf = (pmd: number): number => Math.floor(pmd / 4096) * 4096;
const slotOf = (pmd: number): number => (pmd - pmdPageOf(pmd)) / 8;

/** The table index (va / 2 MiB) of a PMD entry: from its table page where that is known, else from what the task is doing. */
function indexOf(world: World, mm: Mm, pmd: number): number {
  const gigabyte = mm.pmdPages.get(pmdPageOf(pmd));
  if (gigabyte !== undefined) return gigabyte * 512 + slotOf(pmd);
  const { call } = world;
  const ranges: [number, number][] = [];
  if (call.fault?.mm === mm.ptr) ranges.push([call.fault.va, call.fault.va + 1]);
  if (call.copy?.dst === mm.ptr) ranges.push([call.copy.start, call.copy.end]);
  if (call.move?.mm === mm.ptr) ranges.push([call.move.to, call.move.to + call.move.len]);
  for (const [start, end] of ranges) {
    const slot = slotOf(pmd);
    const first = tableIndex(start);
    const index = first + ((((slot - first) % 512) + 512) % 512);
    // Within less than a gigabyte the slot names one place only.
    if (index * PMD_SIZE < end && (index + 512) * PMD_SIZE >= end) {
      learn(mm, pmd, index);
      return index;
    }
  }
  return -1;
}

function learn(mm: Mm, pmd: number, index: number): void {
  const page = pmdPageOf(pmd);
  const gigabyte = Math.floor(index / 512);
  if (mm.pmdPages.get(page) === gigabyte) return;
  mm.pmdPages.set(page, gigabyte);
  for (const table of mm.tables.values())
    if (table.index < 0 && pmdPageOf(table.pmd) === page) table.index = gigabyte * 512 + slotOf(table.pmd);
}

function take(world: World, mm: Mm, pmd: number, pfn: number, deposited: boolean): void {
  if (pfn < 0) return;
  const table: TablePage = { pfn, index: pmd ? indexOf(world, mm, pmd) : -1, pmd, deposited, since: world.now.seq };
  mm.tables.set(pfn, table);
  world.tablePages.add(pfn);
}

/**
 * Tables wholly inside a moved range go with it when both ends are aligned alike and no table waits at the target
 * (mm/mremap.c, move_normal_pmd); otherwise their entries were moved one by one into a table of their own.
 */
function moveTables(mm: Mm, from: number, to: number, len: number): void {
  if ((to - from) % PMD_SIZE !== 0) return;
  const shift = (to - from) / PMD_SIZE;
  const taken = new Set<number>();
  for (const table of mm.tables.values()) if (!table.deposited) taken.add(table.index);
  for (const table of mm.tables.values()) {
    if (table.index < 0 || table.deposited || taken.has(table.index + shift)) continue;
    if (table.index * PMD_SIZE < from || (table.index + 1) * PMD_SIZE > from + len) continue;
    table.index += shift;
    table.pmd = 0;
  }
}

function unpark(world: World, mm: Mm, table: TablePage, pmd: number): void {
  table.deposited = false;
  table.pmd = pmd;
  table.index = indexOf(world, mm, pmd);
}

function countUpper(mm: Mm, level: number, delta: number): void {
  if (level === 2) mm.upper.pmd += delta;
  else mm.upper.pud += delta;
}

/** Page-table pages: linked under a PMD, deposited under a huge page, freed (mm/memory.c pmd_install, mm/pgtable-generic.c). */
export const tables = defineModel({
  name: 'table',
  on: {
    pt_link(world, { mm, pmd, pfn }) {
      take(world, world.mm(mm), pmd, pfn, false);
    },
    pt_deposit(world, { mm, pmd, pfn }) {
      const owner = world.mm(mm);
      take(world, owner, pmd, pfn, true);
      // mm/pgtable-generic.c: the new page goes first, the one that was first goes to the end of the ring.
      const list = owner.parked.get(pmdPageOf(pmd)) ?? [];
      owner.parked.set(pmdPageOf(pmd), list.length > 0 ? [pfn, ...list.slice(1), list[0]] : [pfn]);
    },
    pt_withdraw_begin(world, { mm, pmd }) {
      world.call.withdraw = { mm, pmd };
      const owner = world.mm(mm);
      const pfn = owner.parked.get(pmdPageOf(pmd))?.shift();
      const table = pfn === undefined ? undefined : owner.tables.get(pfn);
      if (table) unpark(world, owner, table, pmd);
    },
    pt_withdraw(world, { pfn }) {
      const { withdraw } = world.call;
      world.call.withdraw = null;
      const mm = withdraw ? world.mms.get(withdraw.mm) : undefined;
      if (!withdraw || !mm) return;
      const table = mm.tables.get(pfn);
      if (table && !table.deposited) return;
      // Not the page the ring had first: some deposit was not traced.
      const list = (mm.parked.get(pmdPageOf(withdraw.pmd)) ?? []).filter((parked) => parked !== pfn);
      for (const guessed of mm.tables.values()) {
        if (guessed.deposited || guessed.pmd !== withdraw.pmd) continue;
        guessed.deposited = true;
        list.unshift(guessed.pfn);
      }
      mm.parked.set(pmdPageOf(withdraw.pmd), list);
      if (table) unpark(world, mm, table, withdraw.pmd);
    },
    pt_free(world, { mm, pfn }) {
      world.mms.get(mm)?.tables.delete(pfn);
    },
    folio_free(world, { pfn, order }) {
      // A table page parked under a huge page is freed without an event of its own.
      if (order === 0 && world.tablePages.delete(pfn)) for (const mm of world.mms.values()) mm.tables.delete(pfn);
    },
    move_end(world, { ret }) {
      const { move } = world.call;
      if (move && ret > 0) moveTables(world.mm(move.mm), move.from, move.to, Math.min(move.len, ret));
    },
    pt_upper_begin(world, { mm, level }) {
      world.call.upper = { mm, level };
    },
    pt_upper_end(world, { ret }) {
      const { upper } = world.call;
      world.call.upper = null;
      if (upper && ret === 0) countUpper(world.mm(upper.mm), upper.level, 1);
    },
    pt_upper_free(world, { mm, level }) {
      countUpper(world.mm(mm), level, -1);
    },
    pmd_at(world, { mm, va, pmd }) {
      const index = tableIndex(va);
      if ((index - slotOf(pmd)) % 512 === 0) learn(world.mm(mm), pmd, index);
    },
  },
});
