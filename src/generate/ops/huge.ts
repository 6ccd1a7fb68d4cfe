import { MM_ANONPAGES, type Mm } from '../kernel/mm.ts';
import { type PmdLeaf, type PteTable, presentPte, rawPte, tableIndex } from '../kernel/page-table.ts';
import type { Vma } from '../kernel/vma.ts';
import { VM_HUGEPAGE, VM_WRITE } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { Vmf } from '../vocab/faults.ts';
import { VM_FAULT_FALLBACK } from './fault-result.ts';
import { addToLru, getFolio, putFolio, setExclusive, tryAllocFolio } from './folio.ts';
import { lockPmd, pmdPtr, refTable, unlockPmd } from './pte.ts';
import { addRss } from './rss.ts';
import { allocUpper, giveTablePage, linkTable, newTable } from './tables.ts';
import { flushRange } from './tlb.ts';

/** Whether a fault at `va` may be served by a PMD entry. */
export function fitsHuge(vma: Vma, va: number): boolean {
  const start = tableIndex(va) * 0x200000;
  return vma.file === null && vma.has(VM_HUGEPAGE) && start >= vma.start && start + 0x200000 <= vma.end;
}

/** The raw PMD entry of a leaf. */
export function rawLeaf(m: Machine, leaf: PmdLeaf): string {
  const { folio, write, dirty, young } = leaf;
  return rawPte({ type: 'present', folio, sub: 0, entry: 0, exclusive: false, write, dirty, young }, m.profile.text);
}

/** do_huge_pmd_anonymous_page(): true when the fault was served. */
export function* hugeFault(m: Machine, vmf: Vmf): Steps<boolean> {
  const { vma, mm, va } = vmf;
  const index = tableIndex(va);
  m.say.fault.step('do_huge_pmd_anonymous_page', vmf);
  const folio = tryAllocFolio(m, 9, 'anon', 'huge');
  if (folio === null) {
    m.say.fault.stepRet('do_huge_pmd_anonymous_page', VM_FAULT_FALLBACK);
    return false;
  }
  const table = yield* newTable(m, mm, va);
  yield* allocUpper(m, mm, va);
  yield* lockPmd(m, mm, index);
  if (mm.leaves.has(index) || mm.tables.has(index)) {
    unlockPmd(m, mm, index);
    giveTablePage(m, table.pfn);
    putFolio(m, folio, 1, 'unused');
    m.say.fault.stepRet('do_huge_pmd_anonymous_page', 0);
    return true;
  }
  m.say.table.deposit(mm, pmdPtr(mm, va), table.pfn);
  m.say.rmap.newAnon(folio, vma, index * 0x200000);
  folio.anonVma = vma.anonVma;
  folio.anon = vma.anon;
  folio.index = vma.indexOf(index * 0x200000);
  folio.entireMapcount = 1;
  setExclusive(m, folio, 0, true, 'new');
  setLeaf(m, mm, index, { folio, write: vma.has(VM_WRITE), dirty: true, young: true, deposited: table }, 'fault');
  addRss(m, mm, MM_ANONPAGES, 512);
  addToLru(m, folio);
  unlockPmd(m, mm, index);
  m.say.fault.stepRet('do_huge_pmd_anonymous_page', 0);
  return true;
}

/** Writes a PMD entry that maps a folio. */
export function setLeaf(m: Machine, mm: Mm, index: number, leaf: PmdLeaf, why: string): void {
  mm.leaves.set(index, leaf);
  m.say.step.pmd('set', mm, index * 0x200000, leaf, why);
}

/** __split_huge_pmd() without freeze: the same pages, mapped by 512 entries. */
export function* splitLeaf(m: Machine, vma: Vma, va: number): Steps {
  const mm = vma.mm as Mm;
  const index = tableIndex(va);
  const found = mm.leaves.get(index);
  if (found === undefined) return;
  m.say.table.splitHuge(vma, pmdPtr(mm, va), rawLeaf(m, found), va);
  yield* lockPmd(m, mm, index);
  const leaf = mm.leaves.get(index);
  if (leaf === undefined) {
    unlockPmd(m, mm, index);
    return;
  }
  const start = index * 0x200000;
  const { folio, deposited } = leaf;
  yield* flushRange(m, mm, start, start + 0x200000, true);
  const exclusive = folio.exclusive[0] === 1;
  getFolio(m, folio, 511, 'split');
  m.say.rmap.addAnon(folio, 0, 512, vma, start, exclusive);
  for (let i = 0; i < 512; i++) folio.mapcount[i] = (folio.mapcount[i] as number) + 1;
  if (exclusive) {
    folio.exclusive.fill(1);
    m.say.step.exclusive(folio.pfn + 1, 511, true, 'split');
  }
  m.check(
    'E-I16',
    folio.exclusive.every((bit) => bit === (exclusive ? 1 : 0)),
  );
  m.say.table.withdraw(mm, pmdPtr(mm, va), deposited.pfn);
  m.say.step.pmd('clear', mm, start, leaf, 'split');
  mm.leaves.delete(index);
  fillFromLeaf(m, mm, leaf, index);
  m.say.rmap.removeHuge(folio, vma);
  folio.entireMapcount--;
  unlockPmd(m, mm, index);
}

/** The table that was parked with a leaf becomes the one that is linked, with the leaf's pages in it. */
function fillFromLeaf(m: Machine, mm: Mm, leaf: PmdLeaf, index: number): void {
  const table: PteTable = leaf.deposited;
  const { write, dirty, young } = leaf;
  for (let i = 0; i < 512; i++) table.entries[i] = presentPte(leaf.folio, i, { write, dirty, young });
  table.used = 512;
  m.say.step.pte('set', table, index * 0x200000, 512, table.entries[0] as NonNullable<(typeof table.entries)[0]>, 'split');
  linkTable(m, mm, table);
  if (m.profile.ptReclaim === 'R1') {
    // The parked table's entries are its users; the reference of an allocator is not kept.
    m.current.heldTables.pop();
    refTable(m, table, -1, 'put');
  }
}

/** A write to a read-only PMD entry: reused where the folio is exclusive, else split, for the entries to decide. */
export function* hugeWriteFault(m: Machine, vmf: Vmf): Steps {
  const { vma, mm, va } = vmf;
  const index = tableIndex(va);
  yield* lockPmd(m, mm, index);
  const leaf = mm.leaves.get(index);
  if (leaf === undefined || leaf.write) {
    unlockPmd(m, mm, index);
    return;
  }
  const { folio } = leaf;
  const alone = folio.exclusive[0] === 1 || (folio.entireMapcount === 1 && folio.refs === 1);
  m.say.step.decide(mm, index * 0x200000, folio, 0, alone);
  if (alone) {
    if (folio.exclusive[0] === 0) {
      m.say.rmap.move(folio, 0, vma);
      setExclusive(m, folio, 0, true, 'reuse');
    }
    setLeaf(m, mm, index, { ...leaf, write: true, dirty: true, young: true }, 'reuse');
    unlockPmd(m, mm, index);
    return;
  }
  unlockPmd(m, mm, index);
  yield* splitLeaf(m, vma, va);
}
