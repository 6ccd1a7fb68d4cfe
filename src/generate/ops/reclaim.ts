import type { Folio } from '../kernel/folio.ts';
import { MM_ANONPAGES, MM_SWAPENTS, type Mm } from '../kernel/mm.ts';
import { otherPte, type Pte, type PteTable, pfnOf, slotOf } from '../kernel/page-table.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { dropPage } from './cache.ts';
import { dirtyFolio, getFolio, putFolio, setExclusive } from './folio.ts';
import { dropRmap, leaveSwapCache } from './gather.ts';
import { clearPte, overwritePte } from './pte.ts';
import { walkRmap } from './rmap-walk.ts';
import { addRss, memberOf } from './rss.ts';
import { leaveTable, lockTableAt, putTables } from './tables.ts';
import { flushBatch, leaveStale } from './tlb.ts';
import { cleanFolio } from './writeback.ts';

/** One round of shrink_folio_list(): takes up to `nr` folios from the cold end of the LRU. */
export function* reclaim(m: Machine, nr: number): Steps {
  const batch = new Set<Mm>();
  const list: Folio[] = [];
  for (const folio of m.lru) {
    if (list.length >= nr) break;
    if (folio.order === 0 && !folio.locked && !folio.writeback) list.push(folio);
  }
  const freed: Folio[] = [];
  for (const folio of list) {
    if (folio.freed || folio.locked || folio.writeback || !folio.lru) continue;
    folio.locked = true;
    getFolio(m, folio, 1, 'reclaim');
    const done = yield* shrink(m, folio, batch);
    folio.locked = false;
    if (done) freed.push(folio);
    else rotate(m, folio);
    yield;
  }
  yield* flushAll(m, batch);
  for (const folio of freed) {
    folio.locked = true;
    // The last look: nobody came to it while it was being taken away.
    const cache = folio.swapEntry !== 0 ? 1 : folio.inPageCache ? 1 : 0;
    const idle = folio.refs === 1 + cache && !folio.dirty && !folio.isMapped && !folio.writeback;
    if (idle && folio.swapEntry !== 0) leaveSwapCache(m, folio);
    else if (idle) dropPage(m, folio);
    folio.locked = false;
    if (!idle) rotate(m, folio);
    putFolio(m, folio, 1, 'reclaim');
  }
  yield* putTables(m);
}

function rotate(m: Machine, folio: Folio): void {
  if (!m.lru.delete(folio)) return;
  m.lru.add(folio);
}

/** True when the folio is unmapped and written, to be freed after the flush; else its reference is dropped here. */
function* shrink(m: Machine, folio: Folio, batch: Set<Mm>): Steps<boolean> {
  const verdict = yield* checkReferences(m, folio);
  if (verdict !== 'reclaim' || folio.pins > 0 || folio.kind === 'ksm' || folio.kind === 'shmem') {
    putFolio(m, folio, 1, 'reclaim');
    return false;
  }
  if (folio.kind === 'anon' && folio.swapEntry === 0) addToSwap(m, folio);
  const gone = yield* unmapFolio(m, folio, batch);
  if (gone && folio.dirty) {
    if (m.holds('pageout-flushes-first')) yield* flushAll(m, batch);
    yield* pageout(m, folio);
  }
  if (!gone || folio.dirty) {
    putFolio(m, folio, 1, 'reclaim');
    return false;
  }
  return true;
}

/** folio_check_references(), of the classic LRU. */
function* checkReferences(m: Machine, folio: Folio): Steps<string> {
  let tested = 0;
  yield* walkRmap(folio, function* (vma, va, sub) {
    const mm = vma.mm as Mm;
    const table = yield* lockTableAt(m, mm, va);
    if (table === null) return true;
    const pte = table.entryOf(va);
    if (pte?.type === 'present' && pte.folio === folio && pte.sub === sub) {
      m.say.step.youngTest(mm, va, pfnOf(pte), pte.young);
      if (pte.young) {
        tested++;
        table.entries[slotOf(va)] = { ...pte, young: false };
      }
    }
    yield* leaveTable(m, table);
    yield;
    return true;
  });
  const was = folio.referenced;
  let verdict = 'reclaim';
  if (tested > 0) {
    folio.referenced = true;
    verdict = was || tested > 1 ? 'activate' : 'keep';
  } else {
    folio.referenced = false;
  }
  m.say.step.folioCheck(folio, tested, was, verdict);
  return verdict;
}

/** add_to_swap(). */
function addToSwap(m: Machine, folio: Folio): void {
  const entry = m.swap.take();
  folio.swapEntry = entry;
  m.swap.cache.set(entry, folio);
  m.swap.contents.set(entry, folio.content);
  m.say.step.swapcache(folio, entry, true);
  getFolio(m, folio, 1, 'swapcache');
  dirtyFolio(m, folio, 'swap');
}

/** try_to_unmap(): true when no mapping is left. */
function* unmapFolio(m: Machine, folio: Folio, batch: Set<Mm>): Steps<boolean> {
  yield* walkRmap(folio, function* (vma, va) {
    const mm = vma.mm as Mm;
    m.say.page.unmapOne(folio, vma, va);
    const table = yield* lockTableAt(m, mm, va);
    const pte = table === null ? null : table.entryOf(va);
    let ok = true;
    if (table !== null && pte?.type === 'present' && pte.folio === folio) ok = unmapEntry(m, vma, table, va, pte, folio, batch);
    if (table !== null) yield* leaveTable(m, table);
    m.say.page.unmapOneRet(ok);
    yield;
    return ok;
  });
  return !folio.isMapped;
}

/** try_to_unmap_one() under the page-table lock; false when the page must stay. */
function unmapEntry(m: Machine, vma: Vma, table: PteTable, va: number, pte: Pte, folio: Folio, batch: Set<Mm>): boolean {
  const { mm } = table;
  clearPte(m, table, va, 'unmap');
  const exclusive = folio.exclusive[pte.sub] === 1;
  // The flush is put off: it must come before the page is written or freed.
  leaveStale(m, mm, va, pte, true);
  mm.batchPending = true;
  batch.add(mm);
  if (folio.kind !== 'anon') {
    if (pte.dirty) dirtyFolio(m, folio, 'unmap');
    addRss(m, mm, memberOf(folio), -1);
  } else {
    if (exclusive && folio.maybePinned) {
      overwritePte(m, table, va, pte, 'unmap');
      return false;
    }
    if (exclusive && m.holds('swapout-clears-exclusive')) setExclusive(m, folio, pte.sub, false, 'swap');
    m.check('E-I8', folio.exclusive[pte.sub] === 0);
    m.swap.add(folio.swapEntry);
    m.say.page.swapDup(folio.swapEntry);
    addRss(m, mm, MM_ANONPAGES, -1);
    addRss(m, mm, MM_SWAPENTS, 1);
    overwritePte(m, table, va, otherPte('swap', { entry: folio.swapEntry, exclusive }), 'unmap');
  }
  dropRmap(m, { folio, sub: pte.sub, nr: 1, vma, delayed: false });
  putFolio(m, folio, 1, 'unmap');
  return true;
}

/** Writes a dirty folio, to swap or to its file. */
function* pageout(m: Machine, folio: Folio): Steps {
  yield* cleanFolio(m, folio);
  if (folio.dirty) return;
  m.say.page.swapOut(folio);
  for (const mm of m.mms) {
    const stale = mm.stale.some((s) => s.pfn === folio.pfn && s.batched && s.writable);
    m.check('A10', !stale);
  }
  folio.writeback = true;
  m.say.step.writeback(folio, true);
  yield;
  yield;
  folio.writeback = false;
  m.say.step.writeback(folio, false);
}

/** try_to_unmap_flush(). */
function* flushAll(m: Machine, batch: Set<Mm>): Steps {
  const mms = [...batch].filter((mm) => m.mms.has(mm));
  batch.clear();
  if (mms.length > 0) yield* flushBatch(m, mms);
}
