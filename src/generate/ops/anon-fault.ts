import type { Folio } from '../kernel/folio.ts';
import { MM_ANONPAGES, type Mm } from '../kernel/mm.ts';
import { otherPte, presentPte } from '../kernel/page-table.ts';
import { AnonRoot, VM_WRITE, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { Vmf } from '../vocab/faults.ts';
import { addToLru, allocPage, putFolio, setExclusive } from './folio.ts';
import { linkRmap } from './mmap.ts';
import { lockForRead, tryLockForRead, unlockForRead } from './mmap-lock.ts';
import { ptePtr, setPte } from './pte.ts';
import { addRss } from './rss.ts';
import { allocTable, leaveTable, lockTableAt } from './tables.ts';
import { readUnlockVma } from './vma-lock.ts';

/**
 * vmf_anon_prepare(): gives the VMA its anon_vma. Under the VMA lock it needs mmap_lock beside it, which it only tries to
 * get: false when the fault must begin again, the VMA lock being given back.
 */
export function* prepareAnonVma(m: Machine, vma: Vma, vmaLocked: boolean): Steps<boolean> {
  const mm = vma.mm as Mm;
  if (vmaLocked && m.holds('reader-drops-before-wait') && !tryLockForRead(m, mm)) {
    readUnlockVma(m, vma);
    return false;
  }
  if (vmaLocked && !m.holds('reader-drops-before-wait')) yield* lockForRead(m, mm);
  if (vma.anon === null) {
    vma.anon = new AnonRoot();
    vma.anon.vmas.add(vma);
    vma.anonVma = m.newAnonVma();
    vma.changed();
    linkRmap(m, vma, true);
  }
  if (vmaLocked) unlockForRead(m, mm);
  yield;
  return true;
}

/** do_anonymous_page(). */
export function* anonFault(m: Machine, vmf: Vmf, write: boolean): Steps<number> {
  const { vma, mm, va } = vmf;
  m.say.fault.step('do_anonymous_page', vmf);
  yield* allocTable(m, mm, va);
  if (!m.holds('fault-keeps-lock') && m.current.vmas.has(vma) && m.prng.chance(1, 4)) yield* installUnlocked(m, vmf);
  else if (write) yield* installNew(m, vmf);
  else yield* installZero(m, vmf);
  m.say.fault.stepRet('do_anonymous_page', 0);
  return 0;
}

function* installZero(m: Machine, vmf: Vmf): Steps {
  const table = yield* lockTableAt(m, vmf.mm, vmf.va);
  if (table === null) return;
  if (table.entryOf(vmf.va) === null) setPte(m, table, vmf.va, otherPte('zero', { young: true }), 'fault');
  yield* leaveTable(m, table);
}

function* installNew(m: Machine, vmf: Vmf): Steps {
  const { vma, mm, va } = vmf;
  const folio = allocPage(m, 'anon', 'zeroed');
  yield;
  const table = yield* lockTableAt(m, mm, va);
  if (table !== null && table.entryOf(va) === null) {
    m.say.fault.mapAnon(folio, vma, va, ptePtr(table, va));
    mapNewAnon(m, folio, vma, va);
    addRss(m, mm, MM_ANONPAGES, 1);
    const write = vma.has(VM_WRITE);
    setPte(m, table, va, presentPte(folio, 0, { write, dirty: write, young: true }), 'fault');
    yield* leaveTable(m, table);
    return;
  }
  if (table !== null) yield* leaveTable(m, table);
  putFolio(m, folio, 1, 'unused');
}

/** A kernel that gave the VMA lock back too early: the entry is made under nobody's protection. */
function* installUnlocked(m: Machine, vmf: Vmf): Steps {
  readUnlockVma(m, vmf.vma);
  yield* installNew(m, vmf);
  const { vma } = vmf;
  const t = m.current;
  vma.refcnt++;
  vma.readers.set(t.tid, 1);
  t.vmas.add(vma);
  m.say.step.vmaCount('read_get', vma);
}

/** Counts the first mapping of a new anonymous page, which makes it exclusive. */
export function mapNewAnon(m: Machine, folio: Folio, vma: Vma, va: number): void {
  m.say.rmap.newAnon(folio, vma, va);
  folio.anonVma = vma.anonVma;
  folio.anon = vma.anon;
  folio.index = vma.indexOf(va);
  folio.mapcount[0] = 1;
  setExclusive(m, folio, 0, true, 'new');
  addToLru(m, folio);
}
