import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import { type PteTable, tableIndex } from '../kernel/page-table.ts';
import { VM_WRITE } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { addToLru, putFolio, setExclusive, tryAllocFolio } from './folio.ts';
import { dropRmap } from './gather.ts';
import { fitsHuge, setLeaf } from './huge.ts';
import { lockForWrite, unlockForWrite } from './mmap-lock.ts';
import { clearPte, lockPmd, pmdPtr, unlockPmd } from './pte.ts';
import { lockRmap } from './rmap-walk.ts';
import { leaveTable, lockTableAt, putTables, unlinkTable } from './tables.ts';
import { flushRange, leaveStale } from './tlb.ts';
import { writeLockVma } from './vma-lock.ts';

/** collapse_huge_page(): the 512 pages of a table become one folio, mapped by the PMD entry. */
export function* collapse(m: Machine, mm: Mm, va: number): Steps<boolean> {
  const index = tableIndex(va);
  const start = index * 0x200000;
  m.say.page.collapse(mm, start);
  const folio = tryAllocFolio(m, 9, 'anon', 'huge');
  if (folio === null) return false;
  yield* lockForWrite(m, mm);
  const vma = mm.find(start);
  let done = false;
  if (vma !== null && fitsHuge(vma, start) && mm.tables.has(index)) {
    yield* writeLockVma(m, vma);
    yield* lockRmap(vma);
    done = yield* replaceTable(m, mm, start, folio);
  }
  if (!done) putFolio(m, folio, 1, 'unused');
  yield* putTables(m);
  unlockForWrite(m, mm);
  if (done) m.say.page.collapsed(mm);
  return done;
}

/** Empties the table of pages that only this mm owns, unlinks it, and puts the PMD entry in its place. */
function* replaceTable(m: Machine, mm: Mm, start: number, folio: Folio): Steps<boolean> {
  const vma = mm.find(start);
  const index = tableIndex(start);
  const table = yield* lockTableAt(m, mm, start);
  if (table === null || vma === null) return false;
  if (!allOwn(table)) {
    yield* leaveTable(m, table);
    return false;
  }
  const old: { folio: Folio; sub: number }[] = [];
  for (let va = start; va < start + 0x200000; va += 4096) {
    const pte = clearPte(m, table, va, 'collapse');
    if (pte?.folio == null) continue;
    leaveStale(m, mm, va, pte);
    old.push({ folio: pte.folio, sub: pte.sub });
  }
  yield* flushRange(m, mm, start, start + 0x200000, true);
  for (const { folio: page, sub } of old) dropRmap(m, { folio: page, sub, nr: 1, vma, delayed: false });
  yield* leaveTable(m, table);
  for (const { folio: page } of old) putFolio(m, page, 1, 'collapse');
  yield* lockPmd(m, mm, index);
  unlinkTable(m, table, 'khugepaged');
  m.say.table.deposit(mm, pmdPtr(mm, start), table.pfn);
  m.say.rmap.newAnon(folio, vma, start);
  folio.anon = vma.anon;
  folio.anonVma = vma.anonVma;
  folio.index = vma.indexOf(start);
  folio.entireMapcount = 1;
  setExclusive(m, folio, 0, true, 'new');
  setLeaf(m, mm, index, { folio, write: vma.has(VM_WRITE), dirty: true, young: true, deposited: table }, 'fault');
  addToLru(m, folio);
  unlockPmd(m, mm, index);
  return true;
}

/** Every entry is a small anonymous page of this mm alone, without other references. */
function allOwn(table: PteTable): boolean {
  return table.entries.every((pte) => {
    if (pte === null || pte.type !== 'present' || pte.folio === null) return false;
    const { folio } = pte;
    return folio.order === 0 && folio.kind === 'anon' && folio.refs === 1 && !folio.locked && folio.exclusive[0] === 1;
  });
}
