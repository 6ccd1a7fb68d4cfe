import type { FactOf } from '../../facts/index.ts';
import { numbered, whyWords } from '../../facts/step-words.ts';
import { Kind } from '../page-table/entry.ts';
import { defineSteps } from './define.ts';
import { Entry, maps, memberOf, type StepEntries, type StepEntry } from './entry-book.ts';
import type { Protocol } from './protocol.ts';
import type { PtlHold } from './task-book.ts';

const Why = numbered(whyWords);
type Set = FactOf<'step_pte_set'>;
type Clear = FactOf<'step_pte_clear'>;

/** Does the kernel keep the mapcount of pages behind device-exclusive entries? */
const exclusiveMaps = (p: Protocol): boolean => p.world.kernel.name === '7.0';

/** Puts an entry into the counts of its page, its mm and its swap slot, or takes it out. */
function weigh(p: Protocol, of: StepEntries, entry: StepEntry, pages: number, delta: number): void {
  if (entry.member >= 0) of.pages[entry.member as 0 | 1 | 2 | 3] += pages * delta;
  if (entry.type === Entry.swap) {
    const use = p.swap.get(entry.pfn) ?? { entries: 0, exclusive: 0 };
    use.entries += delta;
    if (entry.excl) use.exclusive += delta;
    if (use.entries <= 0) p.swap.delete(entry.pfn);
    else p.swap.set(entry.pfn, use);
  } else if (maps(entry.type, exclusiveMaps(p)) || entry.type === Entry.migration) {
    const folio = p.folio(entry.pfn);
    if (pages === 512) folio.pmds += delta;
    else if (maps(entry.type, exclusiveMaps(p))) folio.ptes[entry.pfn - folio.head] += delta;
    else folio.migrations[entry.pfn - folio.head] += delta;
  }
}

function makeEntry(p: Protocol, fact: Set, i: number): StepEntry {
  const pfn = fact.pfn + i;
  const { type } = fact;
  const kind = type === Entry.swap || type === Entry.marker ? Kind.unknown : (p.folios.find(pfn)?.kind ?? Kind.unknown);
  const member = memberOf(type, kind);
  if (member < 0 && kind === Kind.unknown && type !== Entry.zero && type !== Entry.marker) p.mm(fact.mm).vague = true;
  return {
    type,
    pfn: type === Entry.swap || type === Entry.marker || type === Entry.zero ? fact.pfn : pfn,
    write: fact.write === 1,
    dirty: fact.dirty === 1,
    young: fact.young === 1,
    excl: fact.excl === 1,
    since: p.now.seq,
    member,
  };
}

/** An entry lost rights or its page: CPUs may still use what it was. */
function leaveStale(p: Protocol, fact: Set | Clear, va: number, old: StepEntry, now: StepEntry | null): void {
  if (old.type !== Entry.present) return;
  const same = now !== null && now.type === Entry.present && now.pfn === old.pfn;
  if (same && (now.write || !old.write)) return;
  const { mm, why, level } = fact;
  const nr = level === 2 ? 512 : 1;
  p.stale.add({ mm, va, pfn: old.pfn, nr, writable: old.write, dirty: old.dirty, since: p.now.seq, why });
}

/** A PMD entry is one entry of 512 pages. */
const placesOf = (fact: Set | Clear): number => (fact.level === 2 ? 1 : fact.nr);
const pagesOf = (fact: Set | Clear): number => (fact.level === 2 ? 512 : 1);

function slotOf(of: StepEntries, fact: Set | Clear, va: number): { book: Map<number, StepEntry>; key: number } {
  return fact.level === 2 ? { book: of.pmds, key: Math.floor(va / 0x20_0000) } : { book: of.ptes, key: Math.floor(va / 4096) };
}

function holdOf(p: Protocol, table: number): PtlHold | undefined {
  return p.task.ptls.find((hold) => hold.table === table);
}

function set(p: Protocol, fact: Set): void {
  const of = p.entriesOf(fact.mm);
  const hold = fact.level === 1 ? holdOf(p, fact.table) : undefined;
  const table = p.tables.byPfn.get(fact.table);
  if (table && (table.state === 'parked' || table.state === 'prealloc')) {
    // A withdrawn table is filled before it is linked (mm/huge_memory.c): the entries tell its place.
    p.tables.place(table, Math.floor(fact.va / 0x20_0000));
    table.state = 'linked';
  }
  for (let i = 0; i < placesOf(fact); i++) {
    const va = fact.va + i * 4096;
    const { book, key } = slotOf(of, fact, va);
    const old = book.get(key);
    const entry = makeEntry(p, fact, i);
    if (old) {
      leaveStale(p, fact, va, old, entry);
      weigh(p, of, old, pagesOf(fact), -1);
      hold?.touched.add(old.pfn);
    } else if (table && table.used >= 0) {
      table.used++;
      table.emptySince = -1;
    }
    if (old) carryDirty(p, fact, old);
    book.set(key, entry);
    weigh(p, of, entry, pagesOf(fact), 1);
    if (hold) note(hold, fact, entry, old, p.now.seq);
  }
  const { cow, fault } = p.task;
  if (cow && cow.mm === fact.mm && cow.va === fact.va) cow.set = true;
  if (fault && fault.mm === fact.mm && covers(fact, fault.va)) {
    fault.servedFolio = p.folios.find(fact.pfn)?.head ?? -1;
    if (fact.type === Entry.zero) fault.zeroSet = true;
  }
}

const covers = (fact: Set, va: number): boolean => va >= fact.va && va < fact.va + fact.nr * 4096;

/** What the page-table lock's holder has done, for what must be so when it lets go. */
function note(hold: PtlHold, fact: Set, entry: StepEntry, old: StepEntry | undefined, seq: number): void {
  hold.touched.add(entry.pfn);
  if (old) {
    if (entry.type !== Entry.present || entry.pfn !== old.pfn) hold.cleared.set(old.pfn, seq);
  } else if (fact.why === Why.prefault) hold.prefaulted++;
  else if (entry.type === Entry.zero || entry.type === Entry.marker) hold.weightless++;
  else if (fact.why !== Why.unmap && fact.why !== Why.migrate) hold.installed++;
  if (entry.type === Entry.swap && fact.why === Why.unmap) hold.swappedOut++;
  if (entry.type === Entry.migration && fact.why === Why.migrate) hold.migrated++;
}

function clear(p: Protocol, fact: Clear): void {
  const of = p.entriesOf(fact.mm);
  const { task } = p;
  const hold = fact.level === 1 ? holdOf(p, fact.table) : undefined;
  const table = p.tables.byPfn.get(fact.table);
  for (let i = 0; i < placesOf(fact); i++) {
    const va = fact.va + i * 4096;
    const { book, key } = slotOf(of, fact, va);
    const known = book.get(key);
    // What the clear says it took is the truth; the book may not have it where tracing began later.
    const old = known ?? makeEntry(p, fact as unknown as Set, i);
    const took: StepEntry = { ...old, dirty: fact.dirty === 1, young: fact.young === 1, write: fact.write === 1 };
    leaveStale(p, fact, va, took, null);
    if (known) {
      weigh(p, of, known, pagesOf(fact), -1);
      book.delete(key);
      if (table && table.used > 0 && --table.used === 0) table.emptySince = p.now.ts;
    }
    task.lastClear = { mm: fact.mm, va, entry: took };
    if (fact.why === Why.zap) p.pins.release(fact.mm, va);
    if (hold) noteClear(p, hold, fact, took);
  }
  if (fact.why === Why.cow) task.cow = { mm: fact.mm, va: fact.va, pfn: fact.pfn, since: p.now.seq, set: false };
  if (fact.why === Why.split && fact.level === 2) {
    const folio = p.folios.find(fact.pfn);
    task.split = { pfn: fact.pfn, exclusive: folio?.exclusive[fact.pfn - folio.head] ?? null };
  }
}

/** try_to_migrate_one() marks the folio of a dirty entry dirty; the copy of the folio takes the flag over unseen. */
function carryDirty(p: Protocol, fact: Set, old: StepEntry | undefined): void {
  if (fact.why !== Why.restore || old?.type !== Entry.migration || old.pfn === fact.pfn || !p.isFile(fact.pfn)) return;
  const from = p.folios.find(old.pfn);
  p.folio(fact.pfn).dirty = from ? from.dirty : null;
}

function noteClear(p: Protocol, hold: PtlHold, fact: Clear, took: StepEntry): void {
  hold.touched.add(took.pfn);
  if (took.type !== Entry.present) return;
  hold.cleared.set(took.pfn, p.now.seq);
  if (fact.why === Why.migrate && took.dirty && p.isFile(took.pfn)) p.folio(took.pfn).dirty = true;
  if (fact.why === Why.zap && took.dirty) oweDirty(p, hold, took);
}

function oweDirty(p: Protocol, hold: PtlHold, took: StepEntry): void {
  const folio = p.folios.find(took.pfn);
  if (!folio || !p.isFile(took.pfn)) return;
  if (folio.dirty !== true) hold.owesDirty.set(folio.head, p.now.seq);
  hold.dirtyZaps++;
}

/** Entries one by one, and the translations that outlive them. */
export const entries = defineSteps({
  name: 'entries',
  on: {
    step_pte_set: set,
    step_pte_clear: clear,
    step_access(p, { mm, va, young, dirty }) {
      const entry = p.entries.get(mm)?.at(va);
      if (!entry) return;
      if (young) entry.young = true;
      if (dirty) entry.dirty = true;
    },
    step_wp_decide(p, { mm, va, reuse }) {
      const hold = p.task.ptls.find((each) => each.mm === mm && each.index === Math.floor(va / 0x20_0000));
      if (hold && reuse === 1) hold.reused = va - (va % 4096);
    },
    step_young_test(p, { mm, va }) {
      const entry = p.entries.get(mm)?.at(va);
      if (entry) entry.young = false;
    },
    tlb_flush_begin(p, { mm }) {
      p.task.flush = { mm, since: p.now.seq };
    },
    step_tlb_flush(p, { mm, start, end }) {
      const { task } = p;
      const since = task.flush?.mm === mm ? task.flush.since : p.now.seq;
      if (task.flush?.mm === mm) task.flush = null;
      p.stale.flush(mm, start, end, since);
      for (const hold of task.ptls) if (hold.mm === mm) hold.flushed = true;
    },
    rmap_remove(p, { pfn }) {
      if (p.task.cow?.pfn === pfn) p.task.cow = null;
    },
    mm_free(p, { mm }) {
      p.stale.forget(mm);
      p.entries.delete(mm);
    },
    mm_new(p, { mm }) {
      p.stale.forget(mm);
      p.entries.delete(mm);
    },
  },
});
