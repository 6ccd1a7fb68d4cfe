import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import { type Pte, type PteTable, tableIndex } from '../kernel/page-table.ts';
import { VM_SHARED, type Vma } from '../kernel/vma.ts';
import type { Machine, Pin } from '../machine.ts';
import type { Steps } from '../task.ts';
import { handleFault } from './fault.ts';
import { getFolio, putFolio } from './folio.ts';
import { splitLeaf } from './huge.ts';
import { lockForRead, unlockForRead } from './mmap-lock.ts';
import { leaveTable, lockTableAt } from './tables.ts';

import { unshare } from './unshare.ts';

/** What a taker asks for. */
export interface Take {
  readonly write: boolean;
  /** FOLL_PIN (RDMA, O_DIRECT, io_uring); else FOLL_GET (vmsplice). */
  readonly pin: boolean;
  readonly longterm: boolean;
}

/** GUP_PIN_COUNTING_BIAS: what a pin adds to the references of a small folio. */
const bias = 1024;

/** FOLL_* as this kernel numbers them. */
function foll(m: Machine, take: Take): number {
  const old = m.profile.text === '6.1';
  const pin = old ? 0x40000 : 0x80000;
  const longterm = old ? 0x10000 : 0x100;
  return (take.write ? 1 : 0) + (take.pin ? pin : 4) + (take.longterm ? longterm : 0);
}

/** pin_user_pages_fast(): takes the pages of [start, end); those that are gone are left out. */
export function* takePages(m: Machine, start: number, end: number, take: Take): Steps<Pin[]> {
  const mm = m.current.mm as Mm;
  const flags = foll(m, take);
  const pins: Pin[] = [];
  m.say.page.pinFast(start, (end - start) / 4096, flags);
  for (let va = start; va < end; va += 4096) {
    const pin = (yield* takeFast(m, mm, va, take, flags)) ?? (yield* takeSlow(m, mm, va, take, flags));
    if (pin !== null) pins.push(pin);
  }
  m.say.page.pinFastRet(pins.length);
  return pins;
}

/** unpin_user_pages(). */
export function* dropPages(m: Machine, pins: readonly Pin[]): Steps {
  for (const pin of pins) {
    const at = m.pins.indexOf(pin);
    if (at >= 0) m.pins.splice(at, 1);
    const { folio } = pin;
    m.say.page.unpin(folio, pin.sub);
    if (pin.pinned) folio.pins--;
    m.say.step.unpin(folio.pfn + pin.sub, pin.flags);
    putFolio(m, folio, pin.pinned && folio.order === 0 ? bias : 1, 'unpin');
    yield;
  }
}

/** gup_fast_pte_range(): no locks but interrupts off, the entry read before and after the reference is taken. */
function* takeFast(m: Machine, mm: Mm, va: number, take: Take, flags: number): Steps<Pin | null> {
  const seq0 = mm.wpSeq;
  const table = mm.tables.get(tableIndex(va));
  if (table === undefined || seq0 % 2 === 1) return null;
  table.walkers++;
  m.say.step.walk(true, table, va);
  const got = yield* takeEntry(m, mm, table, va, take, flags, seq0);
  m.say.step.walk(false, table, va);
  table.walkers--;
  return got;
}

function* takeEntry(m: Machine, mm: Mm, table: PteTable, va: number, take: Take, flags: number, seq0: number): Steps<Pin | null> {
  yield;
  const before = table.entryOf(va);
  yield;
  yield;
  if (before === null || !usable(before, take) || before.folio === null || before.folio.freed) return null;
  const { folio, sub } = before;
  if (take.pin) mm.hasPinned = true;
  m.say.page.grab(folio, sub, flags, true);
  grab(m, folio, take);
  yield;
  const after = table.entryOf(va);
  const same = after !== null && after.folio === folio && after.write === before.write && after.type === 'present';
  const exclusive = folio.kind !== 'anon' || before.write || folio.exclusive[sub] === 1 || !take.pin || m.profile.cow !== 'ae';
  const unchanged = same && mm.wpSeq === seq0;
  if (m.holds('fast-pin-rechecks') && !(unchanged && exclusive)) {
    ungrab(m, folio, take);
    return null;
  }
  if (folio.freed) {
    folio.refs = 0;
    return null;
  }
  m.check('E-I13', unchanged);
  return record(m, mm, va, folio, sub, take, flags, { seq0, seq1: mm.wpSeq, same });
}

/** The slow way: under mmap_lock and the page-table lock, with faults for what is not there as asked. */
function* takeSlow(m: Machine, mm: Mm, va: number, take: Take, flags: number): Steps<Pin | null> {
  yield* lockForRead(m, mm);
  let pin: Pin | null = null;
  const vma = mm.find(va);
  for (let tries = 0; tries < 4 && vma !== null && pin === null; tries++) {
    pin = yield* followPage(m, mm, vma, va, take, flags);
    if (pin !== null) break;
    yield* faultIn(m, mm, vma, va, take);
  }
  unlockForRead(m, mm);
  return pin;
}

function* followPage(m: Machine, mm: Mm, vma: Vma, va: number, take: Take, flags: number): Steps<Pin | null> {
  if (mm.leaves.has(tableIndex(va))) yield* splitLeaf(m, vma, va);
  const table = yield* lockTableAt(m, mm, va);
  if (table === null) return null;
  const pte = table.entryOf(va);
  let pin: Pin | null = null;
  if (pte !== null && pte.folio !== null && usable(pte, take) && !mustUnshare(m, vma, pte, take)) {
    if (take.pin) mm.hasPinned = true;
    m.say.page.grab(pte.folio, pte.sub, flags, false);
    grab(m, pte.folio, take);
    pin = record(m, mm, va, pte.folio, pte.sub, take, flags, null);
  }
  yield* leaveTable(m, table);
  return pin;
}

/** faultin_page(). */
function* faultIn(m: Machine, mm: Mm, vma: Vma, va: number, take: Take): Steps {
  const pte = mm.tables.get(tableIndex(va))?.entryOf(va) ?? null;
  if (pte !== null && usable(pte, take) && mustUnshare(m, vma, pte, take)) yield* unshare(m, vma, va, pte);
  else yield* handleFault(m, vma, va, take.write ? 0x5 : 0x4);
}

function usable(pte: Pte, take: Take): boolean {
  return pte.type === 'present' && pte.folio !== null && pte.folio.kind !== 'ksm' && (!take.write || pte.write);
}

/** gup_must_unshare(). */
function mustUnshare(m: Machine, vma: Vma, pte: Pte, take: Take): boolean {
  if (m.profile.cow !== 'ae' || !take.pin || take.write || pte.folio === null || !m.holds('pin-unshares')) return false;
  if (pte.folio.kind === 'anon') return pte.folio.exclusive[pte.sub] === 0;
  return take.longterm && vma.isCow && !vma.has(VM_SHARED);
}

function grab(m: Machine, folio: Folio, take: Take): void {
  getFolio(m, folio, take.pin && folio.order === 0 ? bias : 1, take.pin ? 'pin' : 'get');
  if (take.pin) folio.pins++;
}

function ungrab(m: Machine, folio: Folio, take: Take): void {
  if (take.pin) folio.pins--;
  if (folio.freed) {
    folio.refs = 0;
    folio.pins = 0;
    return;
  }
  putFolio(m, folio, take.pin && folio.order === 0 ? bias : 1, 'ungrab');
}

function record(
  m: Machine,
  mm: Mm,
  va: number,
  folio: Folio,
  sub: number,
  take: Take,
  flags: number,
  fast: { seq0: number; seq1: number; same: boolean } | null,
): Pin {
  if (take.pin && folio.kind === 'anon' && m.profile.cow === 'ae') m.check('E-I6', folio.exclusive[sub] === 1);
  m.say.step.pin(mm, va, folio.pfn + sub, flags, fast);
  const pin: Pin = { folio, sub, mm, va, flags, pinned: take.pin };
  m.pins.push(pin);
  return pin;
}
