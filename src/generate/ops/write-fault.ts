import type { Folio } from '../kernel/folio.ts';
import { MM_ANONPAGES } from '../kernel/mm.ts';
import { type Pte, type PteTable, presentPte, rawPte } from '../kernel/page-table.ts';
import { VM_SHARED } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { Vmf } from '../vocab/faults.ts';
import { mapNewAnon } from './anon-fault.ts';
import { allocPage, dirtyFolio, putFolio, setExclusive } from './folio.ts';
import { dropRmap, dropSwapCache, leaveSwapCache } from './gather.ts';
import { clearPte, ptePtr, setPte } from './pte.ts';
import { addRss, memberOf } from './rss.ts';
import { leaveTable, lockTableAt } from './tables.ts';
import { flushRange, leaveStale } from './tlb.ts';

/** do_wp_page(): a store to an entry that is present and read-only. */
export function* writeFault(m: Machine, vmf: Vmf, seen: Pte): Steps {
  const { vma, mm, va } = vmf;
  const table = yield* lockTableAt(m, mm, va);
  if (table === null) return;
  const pte = table.entryOf(va);
  // Another thread was here, or hardware set a bit: the access begins again.
  if (pte === null || pte.type !== seen.type || pte.folio !== seen.folio || pte.write) {
    yield* leaveTable(m, table);
    return;
  }
  m.say.fault.step('do_wp_page', vmf);
  const { folio } = pte;
  if (folio !== null && vma.has(VM_SHARED)) yield* writeShared(m, vmf, table, folio);
  else if (folio !== null && folio.kind === 'anon' && mayReuse(m, vmf, pte, folio)) {
    reuse(m, vmf, table, pte, folio);
    yield* leaveTable(m, table);
  } else yield* copy(m, vmf, table, pte);
  m.say.fault.stepRet('do_wp_page', 0);
}

/** wp_page_shared(). */
function* writeShared(m: Machine, vmf: Vmf, table: PteTable, folio: Folio): Steps {
  yield* leaveTable(m, table);
  const { va } = vmf;
  m.say.step.mkwrite(vmf.mm, va, folio.pfn + vmf.vma.indexOf(va) - folio.index);
  yield () => !folio.writeback;
  const again = yield* lockTableAt(m, vmf.mm, va);
  if (again === null) return;
  const pte = again.entryOf(va);
  if (pte?.type === 'present' && pte.folio === folio && !pte.write) {
    makeWritable(m, vmf, again, pte);
    dirtyFolio(m, folio, 'fault');
  }
  yield* leaveTable(m, again);
}

/** Whether the page may be kept: by the exclusive flag, or by counting who else refers to it. */
function mayReuse(m: Machine, vmf: Vmf, pte: Pte, folio: Folio): boolean {
  const { sub } = pte;
  const exclusive = folio.exclusive[sub] === 1 && m.profile.cow === 'ae';
  const asks = m.holds('reuse-asks-references');
  const cache = folio.swapEntry !== 0 ? 1 : 0;
  let yes = exclusive;
  if (!yes && folio.order === 0 && !folio.locked && !folio.writeback) {
    const swaps = cache > 0 ? (m.swap.counts.get(folio.swapEntry) ?? 0) : 0;
    if (m.profile.cow === 'mapcount' || !asks) yes = folio.mapped(sub) + swaps === 1;
    else yes = folio.refs <= 1 + cache && swaps === 0;
  }
  const lawful = exclusive || m.profile.cow === 'mapcount' || folio.refs <= 1 + cache;
  if (yes) m.check('E-I14', lawful);
  m.say.step.decide(vmf.mm, vmf.va, folio, sub, yes);
  return yes;
}

/** wp_page_reuse(). */
function reuse(m: Machine, vmf: Vmf, table: PteTable, pte: Pte, folio: Folio): void {
  if (folio.swapEntry !== 0) leaveSwapCache(m, folio);
  if (folio.exclusive[pte.sub] === 0) {
    m.say.rmap.move(folio, pte.sub, vmf.vma);
    setExclusive(m, folio, pte.sub, true, 'reuse');
  }
  makeWritable(m, vmf, table, pte);
}

/** ptep_set_access_flags() with a writable, dirty, young entry. */
function makeWritable(m: Machine, vmf: Vmf, table: PteTable, pte: Pte): void {
  const now: Pte = { ...pte, write: true, dirty: true, young: true };
  const { text } = m.profile;
  m.say.fault.accessFlags(vmf.vma, vmf.va, ptePtr(table, vmf.va), rawPte(pte, text), rawPte(now, text));
  setPte(m, table, vmf.va, now, 'reuse');
}

/** wp_page_copy(): clear and flush the old entry, then set the new one, then uncount the old mapping. */
function* copy(m: Machine, vmf: Vmf, held: PteTable, pte: Pte): Steps {
  const { mm, va } = vmf;
  if (pte.folio !== null) {
    pte.folio.refs++;
    m.say.step.ref(pte.folio, 1, 'cow');
  }
  yield* leaveTable(m, held);
  const fresh = allocPage(m, 'anon', pte.folio === null ? 'zeroed' : 'user');
  if (pte.folio !== null) fresh.content = pte.folio.content;
  yield;
  const table = yield* lockTableAt(m, mm, va);
  const now = table === null ? null : table.entryOf(va);
  if (table !== null && now !== null && now.type === pte.type && now.folio === pte.folio && !now.write) {
    yield* replace(m, vmf, table, now, fresh);
    yield* leaveTable(m, table);
    if (pte.folio !== null) {
      dropSwapCache(m, pte.folio);
      putFolio(m, pte.folio, 1, 'cow');
    }
  } else {
    if (table !== null) yield* leaveTable(m, table);
    putFolio(m, fresh, 1, 'unused');
  }
  if (pte.folio !== null) putFolio(m, pte.folio, 1, 'cow');
}

function* replace(m: Machine, vmf: Vmf, table: PteTable, old: Pte, fresh: Folio): Steps {
  const { vma, mm, va } = vmf;
  const oldMember = old.folio === null ? null : memberOf(old.folio);
  if (oldMember !== MM_ANONPAGES) {
    if (oldMember !== null) addRss(m, mm, oldMember, -1);
    addRss(m, mm, MM_ANONPAGES, 1);
  }
  const entry = presentPte(fresh, 0, { write: true, dirty: true, young: true });
  if (m.holds('cow-flushes-first')) {
    clearPte(m, table, va, 'cow');
    leaveStale(m, mm, va, old);
    yield* flushRange(m, mm, va, va + 4096);
    m.check('A14', !mm.stale.some((s) => s.va === va));
    mapNewAnon(m, fresh, vma, va);
    setPte(m, table, va, entry, 'cow');
  } else {
    clearPte(m, table, va, 'cow');
    leaveStale(m, mm, va, old);
    mapNewAnon(m, fresh, vma, va);
    m.check('A14', !mm.stale.some((s) => s.va === va));
    setPte(m, table, va, entry, 'cow');
    yield;
    yield* flushRange(m, mm, va, va + 4096);
  }
  const { folio } = old;
  if (folio === null) return;
  if (folio.pins > 0)
    m.check('E-I7', !m.pinnedThrough(folio, mm, va) || m.profile.cow !== 'ae' || folio.exclusive[old.sub] !== 1);
  dropRmap(m, { folio, sub: old.sub, nr: 1, vma, delayed: false });
}
