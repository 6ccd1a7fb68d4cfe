import { Folio, type FolioKind } from '../kernel/folio.ts';
import type { Machine } from '../machine.ts';
import type { Gfp } from '../vocab/pages.ts';

/** Allocates a folio with one reference, its caller's; null when memory is short. */
export function tryAllocFolio(m: Machine, order: number, kind: FolioKind, what: Gfp): Folio | null {
  const pfn = m.memory.take(order);
  if (pfn === null) return null;
  m.say.page.alloc(pfn, order, what);
  return new Folio(pfn, order, kind);
}

/** Allocates one page. Throws when memory is short: scenarios are sized so that it is not. */
export function allocPage(m: Machine, kind: FolioKind, what: Gfp): Folio {
  const folio = tryAllocFolio(m, 0, kind, what);
  if (folio === null) throw new Error('mmfold bug: the scenario is too big for its memory');
  return folio;
}

export function getFolio(m: Machine, folio: Folio, refs: number, why: string): void {
  folio.refs += refs;
  m.say.step.ref(folio, refs, why);
}

/** Drops references; the last one frees the folio. */
export function putFolio(m: Machine, folio: Folio, refs: number, why: string): void {
  folio.refs -= refs;
  m.say.step.ref(folio, -refs, why);
  if (folio.refs <= 0 && !folio.freed) freeFolio(m, folio);
}

/** Puts a folio where reclaim finds it. */
export function addToLru(m: Machine, folio: Folio): void {
  folio.lru = true;
  m.lru.add(folio);
}

function freeFolio(m: Machine, folio: Folio): void {
  m.check('A2', folio.entireMapcount === 0 && folio.mapcount.every((n) => n === 0));
  m.check('A4', folio.refs === 0 && folio.pins === 0);
  for (const mm of m.mms) {
    const stale = mm.stale.some((s) => s.pfn >= folio.pfn && s.pfn < folio.pfn + folio.pages);
    m.check('A3', !stale);
  }
  folio.freed = true;
  folio.exclusive.fill(0);
  m.lru.delete(folio);
  m.say.page.free(folio.pfn, folio.order);
  if (folio.order === 0) m.say.page.freeBatched(folio.pfn);
  m.memory.give(folio.pfn, folio.order);
}

/** Sets or clears PG_anon_exclusive of a page, in kernels that have it. */
export function setExclusive(m: Machine, folio: Folio, sub: number, on: boolean, why: string): void {
  if (m.profile.cow !== 'ae' || (folio.exclusive[sub] === 1) === on) return;
  if (on) {
    m.check('E-I1', folio.kind === 'anon');
  } else {
    m.check('E-I5', folio.pins === 0 || why === 'unpin');
  }
  folio.exclusive[sub] = on ? 1 : 0;
  m.say.step.exclusive(folio.pfn + sub, 1, on, why);
}

/** Marks a folio dirty. */
export function dirtyFolio(m: Machine, folio: Folio, why: string): void {
  if (folio.dirty) return;
  folio.dirty = true;
  m.say.step.dirty(folio, true, why);
}
