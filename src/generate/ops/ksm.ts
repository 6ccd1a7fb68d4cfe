import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import { type Pte, type PteTable, presentPte } from '../kernel/page-table.ts';
import { VM_MERGEABLE, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { getFolio, putFolio, setExclusive } from './folio.ts';
import { dropRmap } from './gather.ts';
import { lockForRead, unlockForRead } from './mmap-lock.ts';
import { clearPte, overwritePte } from './pte.ts';
import { leaveTable, lockTableAt, putTables } from './tables.ts';
import { flushRange, leaveStale } from './tlb.ts';

/** Where one mergeable page is mapped. */
export interface Candidate {
  readonly mm: Mm;
  readonly va: number;
  readonly folio: Folio;
}

/** Pages in mergeable VMAs, by what they hold: what ksmd would find. */
export function findCandidates(m: Machine, most: number): Candidate[] {
  const found: Candidate[] = [];
  for (const mm of m.mms) {
    for (const vma of mm.vmas) {
      if (!vma.has(VM_MERGEABLE) || vma.file !== null) continue;
      for (const table of mm.tables.values()) collect(found, mm, vma, table, most);
    }
  }
  return found;
}

function collect(found: Candidate[], mm: Mm, vma: Vma, table: PteTable, most: number): void {
  for (let slot = 0; slot < 512 && found.length < most; slot++) {
    const va = table.start + slot * 4096;
    const pte = table.entries[slot];
    if (va < vma.start || va >= vma.end || pte?.type !== 'present' || pte.folio === null) continue;
    if (pte.folio.order === 0 && (pte.folio.kind === 'anon' || pte.folio.kind === 'ksm')) {
      found.push({ mm, va, folio: pte.folio });
    }
  }
}

/** Merges the page of `one` into that of `into`, which becomes a KSM page. True when it worked. */
export function* merge(m: Machine, one: Candidate, into: Candidate): Steps<boolean> {
  const kpage = into.folio;
  if (kpage.kind !== 'ksm') {
    const stable = yield* tryMerge(m, into, kpage);
    if (!stable) return false;
  }
  return yield* tryMerge(m, one, kpage);
}

/** try_to_merge_one_page(): write-protects the page; then it becomes the stable one, or its mapping is replaced. */
function* tryMerge(m: Machine, one: Candidate, kpage: Folio): Steps<boolean> {
  const { mm, va, folio } = one;
  if (!m.mms.has(mm) || mm.users === 0) return false;
  yield* lockForRead(m, mm);
  const vma = mm.find(va);
  let merged = false;
  if (vma?.has(VM_MERGEABLE) && !folio.locked && !kpage.freed && !folio.freed && folio.swapEntry === 0) {
    folio.locked = true;
    getFolio(m, folio, 1, 'ksm');
    m.say.page.mergeTry(vma, folio, kpage);
    if (yield* protect(m, vma, va, folio)) {
      merged = folio === kpage ? becomeStable(m, folio) : yield* replace(m, vma, va, folio, kpage);
    }
    m.say.page.merged(kpage, mm, merged ? 0 : -14);
    folio.locked = false;
    putFolio(m, folio, 1, 'ksm');
  }
  yield* putTables(m);
  unlockForRead(m, mm);
  return merged;
}

/** write_protect_page(): false when somebody else refers to the page. */
function* protect(m: Machine, vma: Vma, va: number, folio: Folio): Steps<boolean> {
  const mm = vma.mm as Mm;
  const table = yield* lockTableAt(m, mm, va);
  if (table === null) return false;
  const pte = table.entryOf(va);
  let ok = false;
  if (pte?.type === 'present' && pte.folio === folio && folio.kind === 'anon') {
    clearPte(m, table, va, 'ksm');
    leaveStale(m, mm, va, pte);
    yield* flushRange(m, mm, va, va + 4096);
    // Its mapping and the reference of this scan: any other reference may be a pin.
    const alone = folio.refs === folio.totalMapcount + 1;
    ok = alone || !m.holds('ksm-refuses-pinned');
    if (ok) {
      if (folio.exclusive[0] === 1) setExclusive(m, folio, 0, false, 'ksm');
      overwritePte(m, table, va, { ...pte, write: false, dirty: false }, 'ksm');
    } else {
      overwritePte(m, table, va, pte, 'ksm');
    }
  }
  yield* leaveTable(m, table);
  return ok;
}

/** The page goes into the stable tree. */
function becomeStable(m: Machine, folio: Folio): boolean {
  m.check('E-I1', folio.exclusive[0] === 0);
  folio.kind = 'ksm';
  folio.anon = null;
  m.lru.delete(folio);
  return true;
}

/** replace_page(): the mapping of an equal page becomes one of the KSM page. */
function* replace(m: Machine, vma: Vma, va: number, folio: Folio, kpage: Folio): Steps<boolean> {
  const mm = vma.mm as Mm;
  if (kpage.freed) return false;
  getFolio(m, kpage, 1, 'ksm');
  const table = yield* lockTableAt(m, mm, va);
  const pte: Pte | null = table === null ? null : table.entryOf(va);
  const ours = table !== null && pte?.type === 'present' && pte.folio === folio && !pte.write && folio.exclusive[0] === 0;
  if (table !== null && pte !== null && ours) {
    clearPte(m, table, va, 'ksm');
    leaveStale(m, mm, va, pte);
    yield* flushRange(m, mm, va, va + 4096);
    m.say.rmap.addAnon(kpage, 0, 1, vma, va, false);
    kpage.mapcount[0] = (kpage.mapcount[0] as number) + 1;
    overwritePte(m, table, va, presentPte(kpage, 0, { young: pte.young }), 'ksm');
    dropRmap(m, { folio, sub: 0, nr: 1, vma, delayed: false });
    yield* leaveTable(m, table);
    putFolio(m, folio, 1, 'ksm');
    return true;
  }
  if (table !== null) yield* leaveTable(m, table);
  putFolio(m, kpage, 1, 'ksm');
  return false;
}
