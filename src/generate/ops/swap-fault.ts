import type { Folio } from '../kernel/folio.ts';
import { MM_ANONPAGES, MM_SWAPENTS } from '../kernel/mm.ts';
import { type Pte, presentPte, tableIndex } from '../kernel/page-table.ts';
import { VM_WRITE } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { Vmf } from '../vocab/faults.ts';
import { VM_FAULT_SIGBUS } from './fault-result.ts';
import { addToLru, allocPage, getFolio, putFolio, setExclusive } from './folio.ts';
import { leaveSwapCache } from './gather.ts';
import { setPte } from './pte.ts';
import { addRss } from './rss.ts';
import { leaveTable, lockTableAt } from './tables.ts';

/** do_swap_page(): a fault on an entry that is neither none nor present. */
export function* swapFault(m: Machine, vmf: Vmf, pte: Pte, write: boolean): Steps<number> {
  const { mm, va } = vmf;
  m.say.fault.step('do_swap_page', vmf);
  if (pte.type === 'migration') {
    yield () => mm.tables.get(tableIndex(va))?.entryOf(va) !== pte;
  } else if (pte.type === 'swap') {
    yield* swapIn(m, vmf, pte, write);
  } else {
    m.say.fault.stepRet('do_swap_page', VM_FAULT_SIGBUS);
    return VM_FAULT_SIGBUS;
  }
  m.say.fault.stepRet('do_swap_page', 0);
  return 0;
}

function* swapIn(m: Machine, vmf: Vmf, pte: Pte, write: boolean): Steps {
  const { vma, mm, va } = vmf;
  const folio = yield* cachedFolio(m, pte.entry);
  if (folio === null) return;
  const table = yield* lockTableAt(m, mm, va);
  const now = table === null ? null : table.entryOf(va);
  if (table === null || now !== pte) {
    if (table !== null) yield* leaveTable(m, table);
    folio.locked = false;
    putFolio(m, folio, 1, 'swapin');
    return;
  }
  m.check('E-I18', folio.exclusive[0] === 0);
  if (pte.exclusive) m.check('E-I9', m.swap.counts.get(pte.entry) === 1);
  addRss(m, mm, MM_ANONPAGES, 1);
  addRss(m, mm, MM_SWAPENTS, -1);
  // A page under writeback must not change below the device that writes it.
  const exclusive = pte.exclusive && !folio.writeback;
  m.say.page.swapFree(pte.entry);
  m.swap.drop(pte.entry);
  const others = m.swap.counts.get(pte.entry) ?? 0;
  const only = exclusive || (others === 0 && folio.refs === 2 && folio.totalMapcount === 0 && !folio.writeback);
  if (only && folio.swapEntry !== 0 && !folio.writeback) leaveSwapCache(m, folio);
  m.say.rmap.addAnon(folio, 0, 1, vma, va, only);
  folio.mapcount[0] = (folio.mapcount[0] as number) + 1;
  folio.anon = vma.anon;
  folio.anonVma = vma.anonVma;
  folio.index = vma.indexOf(va);
  getFolio(m, folio, 1, 'map');
  if (only) setExclusive(m, folio, 0, true, 'swapin');
  const writable = vma.has(VM_WRITE) && (only || !m.holds('swapin-asks-exclusive')) && (write || only);
  const bits = { write: writable, dirty: writable && write, young: true };
  setPte(m, table, va, presentPte(folio, 0, bits), 'swapin');
  if (folio.totalMapcount > 1) m.check('E-I2', folio.exclusive[0] === 0);
  yield* leaveTable(m, table);
  folio.locked = false;
  putFolio(m, folio, 1, 'swapin');
  yield;
}

/** The folio of a swap slot, locked and with a reference: from the swap cache, or read from the device. */
function* cachedFolio(m: Machine, entry: number): Steps<Folio | null> {
  for (;;) {
    if (!m.swap.counts.has(entry)) return null;
    const there = m.swap.cache.get(entry);
    if (there === undefined) break;
    if (there.locked) {
      yield () => !there.locked;
      continue;
    }
    there.locked = true;
    getFolio(m, there, 1, 'swapin');
    return there;
  }
  const folio = allocPage(m, 'anon', 'user');
  folio.content = m.swap.contents.get(entry) ?? 0;
  folio.swapEntry = entry;
  folio.locked = true;
  m.swap.cache.set(entry, folio);
  m.say.step.swapcache(folio, entry, true);
  getFolio(m, folio, 1, 'swapcache');
  addToLru(m, folio);
  yield;
  yield;
  return folio;
}
