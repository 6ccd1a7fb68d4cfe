import type { Folio } from '../kernel/folio.ts';
import { MM_ANONPAGES, MM_SWAPENTS, type Mm } from '../kernel/mm.ts';
import { type Pte, type PteTable, pfnOf, presentPte, tableIndex } from '../kernel/page-table.ts';
import type { Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { mapNewAnon } from './anon-fault.ts';
import { allocPage, getFolio, putFolio, setExclusive } from './folio.ts';
import { rawLeaf, setLeaf, splitLeaf } from './huge.ts';
import { lockPmd, lockTable, pmdPtr, setPte, unlockPmd, unlockTable } from './pte.ts';
import { addRss, memberOf } from './rss.ts';
import { allocTable, allocUpper, giveTablePage, leaveTable, lockTableAt, newTable } from './tables.ts';
import { leaveStale } from './tlb.ts';

/** copy_page_range(): the entries of one VMA, for the child. */
export function* copyRange(m: Machine, dst: Vma, src: Vma): Steps {
  const mm = src.mm as Mm;
  mm.wpSeq++;
  m.say.step.wpSeq(mm);
  for (let va = src.start; va < src.end; ) {
    const next = Math.min(src.end, (tableIndex(va) + 1) * 0x200000);
    if (mm.leaves.has(tableIndex(va))) yield* copyLeaf(m, dst, src, va);
    if (mm.tables.has(tableIndex(va))) yield* copyTable(m, dst, src, va, next);
    va = next;
  }
  mm.wpSeq++;
  m.say.step.wpSeq(mm);
}

/** copy_pte_range(). */
function* copyTable(m: Machine, dst: Vma, src: Vma, start: number, end: number): Steps {
  const mm = dst.mm as Mm;
  yield* allocTable(m, mm, start);
  const to = mm.tables.get(tableIndex(start));
  if (to === undefined) return;
  let spare: Folio | null = null;
  for (let va = start; va < end; ) {
    const from = yield* lockTableAt(m, src.mm as Mm, va);
    if (from === null) break;
    yield* lockTable(m, to);
    const rss = [0, 0, 0, 0];
    let needsPage = false;
    for (; va < end && !needsPage; va += 4096) {
      const pte = from.entryOf(va);
      if (pte === null) continue;
      const done = copyEntry(m, dst, src, from, to, va, pte, rss, spare);
      if (done === 'used') spare = null;
      if (done === 'needs') {
        needsPage = true;
        break;
      }
      if (m.prng.chance(1, 16)) yield;
    }
    for (const member of [0, 1, 2, 3] as const) addRss(m, mm, member, rss[member] as number);
    unlockTable(m, to);
    yield* leaveTable(m, from);
    if (needsPage && spare === null) spare = allocPage(m, 'anon', 'user');
    yield;
  }
  if (spare !== null) putFolio(m, spare, 1, 'unused');
}

type Copied = 'shared' | 'used' | 'needs';

/** One entry: E3 to E8 of the model. `needs`: a pinned page must be copied, and there is no page to copy to. */
function copyEntry(
  m: Machine,
  dst: Vma,
  src: Vma,
  from: PteTable,
  to: PteTable,
  va: number,
  pte: Pte,
  rss: number[],
  spare: Folio | null,
): Copied {
  const count = (member: number): void => {
    rss[member] = (rss[member] as number) + 1;
  };
  if (pte.type === 'swap') {
    m.say.page.swapDup(pte.entry);
    m.swap.add(pte.entry);
    count(MM_SWAPENTS);
    const clears = m.holds('fork-clears-swap-bit');
    if (pte.exclusive && clears) setPte(m, from, va, { ...pte, exclusive: false }, 'fork_wp');
    m.check('E-I9', clears || !pte.exclusive);
    setPte(m, to, va, { ...pte, exclusive: false }, 'fork');
    return 'shared';
  }
  if (pte.type === 'migration' && pte.folio !== null) {
    count(memberOf(pte.folio));
    const shared: Pte = { ...pte, write: false, exclusive: false };
    if (pte.write || pte.exclusive) setPte(m, from, va, shared, 'fork_wp');
    setPte(m, to, va, shared, 'fork');
    return 'shared';
  }
  if (pte.type !== 'present' || pte.folio === null) {
    if (pte.type === 'zero' || pte.type === 'hwpoison') setPte(m, to, va, pte, 'fork');
    return 'shared';
  }
  return copyPresent(m, dst, src, from, to, va, pte, pte.folio, count, spare);
}

function copyPresent(
  m: Machine,
  dst: Vma,
  src: Vma,
  from: PteTable,
  to: PteTable,
  va: number,
  pte: Pte,
  folio: Folio,
  count: (member: number) => void,
  spare: Folio | null,
): Copied {
  const { sub } = pte;
  const mm = src.mm as Mm;
  const exclusive = folio.exclusive[sub] === 1;
  // Before the flag existed, a page that looks pinned was copied whoever owned it.
  const own = m.profile.cow === 'ae' ? exclusive : m.profile.cow === 'pagecount';
  const pinned = mm.hasPinned && folio.maybePinned;
  if (folio.kind === 'anon' && own && pinned && m.holds('fork-copies-pinned')) {
    if (spare === null) return 'needs';
    spare.content = folio.content;
    mapNewAnon(m, spare, dst, va);
    count(MM_ANONPAGES);
    setPte(m, to, va, presentPte(spare, 0, { write: pte.write, dirty: true, young: true }), 'fork');
    return 'used';
  }
  if (exclusive && m.holds('fork-clears-exclusive')) setExclusive(m, folio, sub, false, 'fork');
  getFolio(m, folio, 1, 'fork');
  folio.mapcount[sub] = (folio.mapcount[sub] as number) + 1;
  m.say.step.dupRmap(dst.mm as Mm, va, pfnOf(pte), 'pte');
  m.check('E-I2', folio.exclusive[sub] === 0);
  count(memberOf(folio));
  if (src.isCow && pte.write) {
    leaveStale(m, mm, va, pte);
    setPte(m, from, va, { ...pte, write: false }, 'fork_wp');
  }
  const write = pte.write && !src.isCow;
  setPte(m, to, va, { ...pte, write, young: false, dirty: src.isCow && pte.dirty }, 'fork');
  return 'shared';
}

/** copy_huge_pmd(): shared like a page, or split where it is pinned. */
function* copyLeaf(m: Machine, dst: Vma, src: Vma, va: number): Steps {
  const mm = src.mm as Mm;
  const child = dst.mm as Mm;
  const index = tableIndex(va);
  const found = mm.leaves.get(index);
  if (found === undefined) return;
  yield* allocUpper(m, child, va);
  m.say.page.copyHuge(dst, src, [pmdPtr(child, va), pmdPtr(mm, va)], rawLeaf(m, found), index * 0x200000);
  const table = yield* newTable(m, child, va);
  yield* lockPmd(m, mm, index);
  const leaf = mm.leaves.get(index);
  const pinned = leaf !== undefined && mm.hasPinned && leaf.folio.maybePinned && leaf.folio.exclusive[0] === 1;
  if (leaf === undefined || pinned) {
    unlockPmd(m, mm, index);
    giveTablePage(m, table.pfn);
    if (pinned) yield* splitLeaf(m, src, va);
    m.say.page.copyHugeRet();
    return;
  }
  const { folio } = leaf;
  if (folio.exclusive[0] === 1) setExclusive(m, folio, 0, false, 'fork');
  getFolio(m, folio, 1, 'fork');
  folio.entireMapcount++;
  m.say.step.dupRmap(child, index * 0x200000, folio.pfn, 'pmd');
  addRss(m, child, MM_ANONPAGES, 512);
  m.say.table.deposit(child, pmdPtr(child, va), table.pfn);
  if (leaf.write) {
    const stale = { writable: true, dirty: leaf.dirty, file: false, batched: false };
    mm.stale.push({ va: index * 0x200000, pfn: folio.pfn, ...stale, born: m.staleBorn++ });
    setLeaf(m, mm, index, { ...leaf, write: false }, 'fork_wp');
  }
  setLeaf(m, child, index, { ...leaf, write: false, young: false, deposited: table }, 'fork');
  unlockPmd(m, mm, index);
  m.say.page.copyHugeRet();
}
