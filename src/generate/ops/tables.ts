import type { Mm } from '../kernel/mm.ts';
import { PteTable, tableIndex } from '../kernel/page-table.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { GatherText } from '../vocab/tables.ts';
import { lockPmd, lockTable, pmdPtr, refTable, tryGetTable, unlockPmd, unlockTable } from './pte.ts';
import { flushRange } from './tlb.ts';

const gib = 0x4000_0000;
const upperSpan = 0x80_0000_0000;

/** Makes the PUD and PMD tables above an address. */
export function* allocUpper(m: Machine, mm: Mm, va: number): Steps {
  const pud = Math.floor(va / upperSpan);
  const pmd = Math.floor(va / gib);
  if (!mm.pudTables.has(pud)) allocLevel(m, mm, 3, mm.pgdPfn, va, mm.pudTables, pud);
  if (!mm.pmdTables.has(pmd)) allocLevel(m, mm, 2, mm.pudTables.get(pud) ?? 0, va, mm.pmdTables, pmd);
  yield;
}

function allocLevel(
  m: Machine,
  mm: Mm,
  level: 2 | 3,
  above: number,
  va: number,
  tables: Map<number, number>,
  index: number,
): void {
  m.say.table.upper(mm, level, above, va);
  tables.set(index, takeTablePage(m));
  m.say.table.upperRet(level);
}

/** A page for a table. Throws when memory is short: scenarios are sized so that it is not. */
export function takeTablePage(m: Machine): number {
  const pfn = m.memory.take(0);
  if (pfn === null) throw new Error('mmfold bug: the scenario is too big for its memory');
  m.say.page.alloc(pfn, 0, 'table');
  return pfn;
}

/** pte_alloc_one(): a table that nothing points to yet. */
export function* newTable(m: Machine, mm: Mm, va: number): Steps<PteTable> {
  m.say.table.allocOne(mm);
  const pfn = takeTablePage(m);
  m.say.table.allocOneRet(pfn);
  const table = new PteTable(mm, tableIndex(va), pfn);
  yield;
  return table;
}

/** pmd_install(): links a prepared table where the PMD entry is none, else gives it back unused. */
export function* installTable(m: Machine, mm: Mm, va: number, table: PteTable): Steps {
  const index = tableIndex(va);
  const seen = mm.tables.has(index) || mm.leaves.has(index);
  m.say.table.install(mm, pmdPtr(mm, va), mm.tables.get(index)?.pfn ?? null, table.pfn);
  yield;
  yield* lockPmd(m, mm, index);
  const taken = m.holds('install-rechecks-pmd') ? mm.tables.has(index) || mm.leaves.has(index) : seen;
  if (!taken) linkTable(m, mm, table);
  unlockPmd(m, mm, index);
  if (taken) {
    m.say.page.free(table.pfn, 0);
    m.memory.give(table.pfn, 0);
  }
}

/** The PMD entry points to the table from now on; its lock is the caller's. */
export function linkTable(m: Machine, mm: Mm, table: PteTable): void {
  m.check('B4', !mm.tables.has(table.index));
  table.linked = true;
  mm.tables.set(table.index, table);
  if (m.profile.ptReclaim !== 'R1') return;
  // The allocator's own reference, put at the end of the fault.
  refTable(m, table, table.used + 1, 'init');
  m.current.heldTables.push(table);
}

/** Makes sure a PTE table is linked for an address (__pte_alloc). */
export function* allocTable(m: Machine, mm: Mm, va: number): Steps {
  const there = mm.tables.get(tableIndex(va));
  if (there !== undefined) {
    if (m.profile.ptReclaim === 'R1' && tryGetTable(m, there)) m.current.heldTables.push(there);
    return;
  }
  if (mm.leaves.has(tableIndex(va))) return;
  yield* allocUpper(m, mm, va);
  m.say.table.pteAlloc(mm, pmdPtr(mm, va));
  const table = yield* newTable(m, mm, va);
  yield* installTable(m, mm, va, table);
  m.say.table.pteAllocRet();
}

/** The PMD entry no longer points to the table; its lock is the caller's, or nobody else can reach it. */
export function unlinkTable(m: Machine, table: PteTable, why: string): void {
  m.check('B1', table.used === 0);
  table.linked = false;
  if (table.mm.tables.get(table.index) === table) table.mm.tables.delete(table.index);
  m.say.step.unlinkTable(table, why);
}

/** Hands an unlinked table to the gather; its page comes back after a grace period. */
export function freeTable(m: Machine, g: GatherText, table: PteTable): void {
  m.say.table.freePte(g, table.pfn);
  m.dying.push(table);
}

/** Frees the upper tables under which no VMA lies any more. */
export function freeUpper(m: Machine, g: GatherText, mm: Mm): void {
  const needed = (start: number, size: number): boolean => mm.vmas.some((v) => v.start < start + size && v.end > start);
  for (const [index, pfn] of [...mm.pmdTables]) {
    if (needed(index * gib, gib)) continue;
    m.say.table.freePmd(g, pfn);
    mm.pmdTables.delete(index);
    giveTablePage(m, pfn);
  }
  for (const [index, pfn] of [...mm.pudTables]) {
    if (needed(index * upperSpan, upperSpan)) continue;
    m.say.table.freePud(g, pfn);
    mm.pudTables.delete(index);
    giveTablePage(m, pfn);
  }
}

export function giveTablePage(m: Machine, pfn: number): void {
  m.say.page.free(pfn, 0);
  m.memory.give(pfn, 0);
}

/** R1: puts the references the operation held on tables, and frees those that nobody uses any more. */
export function* putTables(m: Machine): Steps {
  if (m.profile.ptReclaim !== 'R1') return;
  for (const table of m.current.heldTables.splice(0)) yield* putTable(m, table, 'put_vmf');
}

/** Drops a reference to a table (R1); the last one frees it. */
function* putTable(m: Machine, table: PteTable, why: string): Steps {
  refTable(m, table, -1, why);
  m.check('B9', table.refs >= 0);
  if (table.refs > 0) return;
  yield* lockPmd(m, table.mm, table.index);
  const last = table.linked && table.refs === 0;
  if (last) unlinkTable(m, table, 'refcount');
  unlockPmd(m, table.mm, table.index);
  if (!last) return;
  const { mm, start } = table;
  freeTable(m, { mm, full: false, start, end: start + 0x200000, freedTables: true }, table);
  yield* flushRange(m, mm, start, start + 0x200000, true);
}

/** Unlocks a table and ends the walk that lockTableAt() began. */
export function* leaveTable(m: Machine, table: PteTable): Steps {
  unlockTable(m, table);
  if (m.profile.ptReclaim === 'R1') yield* putTable(m, table, 'put');
}

/**
 * Takes the page-table lock of the table that maps `va`, looking again where the table was replaced while waiting; null
 * where there is none.
 */
export function* lockTableAt(m: Machine, mm: Mm, va: number): Steps<PteTable | null> {
  for (;;) {
    const table = mm.tables.get(tableIndex(va));
    if (table === undefined) return null;
    if (!tryGetTable(m, table)) {
      yield () => !table.linked;
      continue;
    }
    yield* lockTable(m, table);
    if (table.linked || !m.holds('lock-rechecks-pmd')) return table;
    yield* leaveTable(m, table);
  }
}
