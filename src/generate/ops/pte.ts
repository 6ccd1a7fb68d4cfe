import type { Mm } from '../kernel/mm.ts';
import { type Pte, type PteTable, slotOf, tableIndex } from '../kernel/page-table.ts';
import { directPtr } from '../kernel/slab.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';

/** Writes an entry of a table; the page-table lock is the caller's. */
export function setPte(m: Machine, table: PteTable, va: number, pte: Pte, why: string): void {
  const slot = slotOf(va);
  const old = table.entries[slot] ?? null;
  m.check('B2', table.linked);
  if (old === null) {
    m.check('B5', mayInstall(m, table.mm));
    table.used++;
    if (m.profile.ptReclaim === 'R1') refTable(m, table, 1, 'pte_get');
  }
  if (m.profile.cow === 'ae' && pte.type === 'present' && pte.write && pte.folio?.kind === 'anon') {
    m.check('E-I3', pte.folio.exclusive[pte.sub] === 1);
  }
  table.entries[slot] = pte;
  m.say.step.pte('set', table, va, 1, pte, why);
}

/** Empties an entry and gives what it held; the page-table lock is the caller's. */
export function clearPte(m: Machine, table: PteTable, va: number, why: string): Pte | null {
  const slot = slotOf(va);
  const old = table.entries[slot] ?? null;
  if (old === null) return null;
  m.check('B2', table.linked);
  table.entries[slot] = null;
  table.used--;
  m.say.step.pte('clear', table, va, 1, old, why);
  if (m.profile.ptReclaim === 'R1') refTable(m, table, -1, 'pte_put');
  return old;
}

/**
 * Puts an entry where one was cleared a moment ago, under the same page-table lock: the rmap lock is enough for that, as
 * the place was never free.
 */
export function overwritePte(m: Machine, table: PteTable, va: number, pte: Pte, why: string): void {
  m.check('B2', table.linked);
  table.entries[slotOf(va)] = pte;
  table.used++;
  m.say.step.pte('set', table, va, 1, pte, why);
  if (m.profile.ptReclaim === 'R1') refTable(m, table, 1, 'pte_get');
}

/** Whether the running task holds a lock under which entries may be made. */
function mayInstall(m: Machine, mm: Mm): boolean {
  const t = m.current;
  if (mm.lock.writer === t || mm.lock.readers.has(t)) return true;
  for (const vma of t.vmas) if (vma.mm === mm) return true;
  return false;
}

/** Changes the user count of a table, in kernels that keep one. */
export function refTable(m: Machine, table: PteTable, delta: number, why: string): void {
  table.refs += delta;
  m.say.step.tableRef(table, delta, why);
}

/** Counts a walker in (R1); false for a table whose last user has gone. */
export function tryGetTable(m: Machine, table: PteTable): boolean {
  if (m.profile.ptReclaim !== 'R1') return true;
  if (table.refs === 0) return false;
  refTable(m, table, 1, 'tryget');
  return true;
}

/** Takes the page-table lock of a table. The table may be gone by then: look at `linked`. */
export function* lockTable(m: Machine, table: PteTable): Steps {
  const t = m.current;
  while (table.lock.owner !== null) yield () => table.lock.owner === null;
  table.lock.owner = t;
  t.spins++;
  m.say.step.ptl(table, true);
}

export function unlockTable(m: Machine, table: PteTable): void {
  m.say.step.ptl(table, false);
  table.lock.owner = null;
  m.current.spins--;
}

/** Takes the lock of a PMD entry. */
export function* lockPmd(m: Machine, mm: Mm, index: number): Steps {
  const lock = mm.pmdLock(index);
  while (lock.owner !== null) yield () => lock.owner === null;
  lock.owner = m.current;
  m.current.spins++;
  m.say.step.pmdLock(mm, index, false, true);
}

/** Tries it, while the page-table lock is held the other way round. */
export function tryLockPmd(m: Machine, mm: Mm, index: number): boolean {
  const lock = mm.pmdLock(index);
  const ok = lock.owner === null;
  if (ok) {
    lock.owner = m.current;
    m.current.spins++;
  }
  m.say.step.pmdLock(mm, index, true, ok);
  return ok;
}

export function unlockPmd(m: Machine, mm: Mm, index: number): void {
  m.say.step.pmdUnlock(mm, index);
  mm.pmdLock(index).owner = null;
  m.current.spins--;
}

/** Pointer (16 digits) of the PMD entry for an address. */
export function pmdPtr(mm: Mm, va: number): string {
  const table = mm.pmdTables.get(Math.floor(va / 0x4000_0000)) ?? 0;
  return directPtr(table, (tableIndex(va) % 512) * 8);
}

/** Pointer (16 digits) of the entry itself. */
export function ptePtr(table: PteTable, va: number): string {
  return directPtr(table.pfn, slotOf(va) * 8);
}
