import type { Mm } from '../kernel/mm.ts';
import { type Pte, presentPte } from '../kernel/page-table.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { mapNewAnon } from './anon-fault.ts';
import { vmfOf } from './fault.ts';
import { allocPage, putFolio, setExclusive } from './folio.ts';
import { dropRmap, dropSwapCache, leaveSwapCache } from './gather.ts';
import { clearPte, setPte } from './pte.ts';
import { addRss, memberOf } from './rss.ts';
import { leaveTable, lockTableAt, putTables } from './tables.ts';
import { flushRange, leaveStale } from './tlb.ts';

/** FAULT_FLAG_UNSHARE. */
const unshareFlag = 0x400;

/** A fault that makes a page exclusive while its entry stays read-only, for a pin that will only read. */
export function* unshare(m: Machine, vma: Vma, va: number, seen: Pte): Steps {
  const mm = vma.mm as Mm;
  const page = va - (va % 4096);
  m.say.fault.begin(vma, va, 0x4 + unshareFlag);
  const fresh = allocPage(m, 'anon', 'user');
  yield;
  const table = yield* lockTableAt(m, mm, page);
  const pte = table === null ? null : table.entryOf(page);
  let used = false;
  // Another thread may have made it writable: then it is exclusive, and nothing is left to do (handle_pte_fault()).
  const wanted = pte !== null && pte.type === 'present' && !pte.write && pte.folio !== null && pte.folio === seen.folio;
  if (table !== null && wanted) {
    m.say.fault.step('do_wp_page', vmfOf(m, vma, va, 0x4 + unshareFlag, pte));
    used = yield* decide(m, vma, page, table, pte, fresh);
    const now = table.entryOf(page);
    m.check('E-I17', now !== null && !now.write && now.folio !== null && now.folio.exclusive[now.sub] === 1);
    m.say.fault.stepRet('do_wp_page', 0);
  }
  if (table !== null) yield* leaveTable(m, table);
  if (used && pte?.folio != null) {
    dropSwapCache(m, pte.folio);
    putFolio(m, pte.folio, 1, 'cow');
  }
  if (!used) putFolio(m, fresh, 1, 'unused');
  yield* putTables(m);
  m.say.fault.end(0);
}

/** Reuses the page where nobody else refers to it, else copies it; true when the copy was used. */
function* decide(
  m: Machine,
  vma: Vma,
  va: number,
  table: NonNullable<ReturnType<Mm['tables']['get']>>,
  pte: Pte,
  fresh: NonNullable<Pte['folio']>,
): Steps<boolean> {
  const folio = pte.folio as NonNullable<Pte['folio']>;
  const { mm } = table;
  const cache = folio.swapEntry === 0 ? 0 : 1;
  const swaps = cache === 0 ? 0 : (m.swap.counts.get(folio.swapEntry) ?? 0);
  const alone = folio.kind === 'anon' && folio.order === 0 && folio.refs <= 1 + cache && swaps === 0 && !folio.writeback;
  const reuse = folio.kind === 'anon' && (folio.exclusive[pte.sub] === 1 || (alone && !folio.locked));
  if (folio.kind === 'anon') m.say.step.decide(mm, va, folio, pte.sub, reuse);
  if (reuse) {
    if (cache === 1) leaveSwapCache(m, folio);
    m.say.rmap.move(folio, pte.sub, vma);
    setExclusive(m, folio, pte.sub, true, 'reuse');
    return false;
  }
  fresh.content = folio.content;
  clearPte(m, table, va, 'cow');
  leaveStale(m, mm, va, pte);
  yield* flushRange(m, mm, va, va + 4096);
  if (memberOf(folio) !== 1) {
    addRss(m, mm, memberOf(folio), -1);
    addRss(m, mm, 1, 1);
  }
  mapNewAnon(m, fresh, vma, va);
  setPte(m, table, va, presentPte(fresh, 0, { write: false, dirty: true, young: true }), 'cow');
  dropRmap(m, { folio, sub: pte.sub, nr: 1, vma, delayed: false });
  return true;
}
