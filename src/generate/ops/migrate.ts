import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import { otherPte, pfnOf, presentPte, rawPte } from '../kernel/page-table.ts';
import { VM_WRITE } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { addToLru, getFolio, putFolio, setExclusive, tryAllocFolio } from './folio.ts';
import { dropRmap } from './gather.ts';
import { clearPte, overwritePte, setPte } from './pte.ts';
import { walkRmap } from './rmap-walk.ts';
import { leaveTable, lockTableAt, putTables } from './tables.ts';
import { flushRange, leaveStale } from './tlb.ts';

/** Moves one small folio to another page, as compaction does. True when it moved. */
export function* migrate(m: Machine, folio: Folio): Steps<boolean> {
  if (folio.order > 0 || folio.locked || folio.writeback || folio.kind === 'ksm' || folio.swapEntry !== 0) return false;
  folio.locked = true;
  getFolio(m, folio, 1, 'migrate');
  const set = yield* setEntries(m, folio);
  const others = folio.refs - 1 - (folio.inPageCache ? 1 : 0);
  const target = set && others === 0 && !folio.isMapped ? tryAllocFolio(m, 0, folio.kind, 'user') : null;
  if (target !== null) moveTo(m, folio, target);
  yield;
  yield* restoreEntries(m, folio, target ?? folio);
  folio.locked = false;
  yield* putTables(m);
  putFolio(m, folio, 1, 'migrate');
  if (target !== null) {
    target.locked = false;
    if (target.anon !== null) putFolio(m, target, 1, 'migrate');
  }
  return target !== null;
}

/** The new page takes over what the old one was: its place in the cache, its flags, its contents. */
function moveTo(m: Machine, folio: Folio, target: Folio): void {
  target.locked = true;
  target.anon = folio.anon;
  target.anonVma = folio.anonVma;
  target.index = folio.index;
  target.content = folio.content;
  target.file = folio.file;
  target.dirty = folio.dirty;
  target.referenced = folio.referenced;
  addToLru(m, target);
  folio.dirty = false;
  if (folio.file !== null && folio.inPageCache) {
    folio.file.cache.set(folio.index, target);
    m.say.page.cacheDelete(folio, folio.file.inode);
    m.say.page.cacheAdd(target, folio.file.inode);
    folio.inPageCache = false;
    target.inPageCache = true;
    putFolio(m, folio, 1, 'cache');
  }
}

/** try_to_migrate(): every mapping becomes a migration entry; false when one has to stay. */
function* setEntries(m: Machine, folio: Folio): Steps<boolean> {
  return yield* walkRmap(folio, function* (vma, va) {
    const mm = vma.mm as Mm;
    m.say.page.migrateOne(folio, vma, va);
    const table = yield* lockTableAt(m, mm, va);
    const pte = table === null ? null : table.entryOf(va);
    let ok = true;
    if (table !== null && pte?.type === 'present' && pte.folio === folio) {
      clearPte(m, table, va, 'migrate');
      leaveStale(m, mm, va, pte);
      yield* flushRange(m, mm, va, va + 4096);
      const exclusive = folio.exclusive[pte.sub] === 1;
      if (exclusive && folio.maybePinned) {
        overwritePte(m, table, va, pte, 'migrate');
        ok = false;
      } else {
        if (exclusive) setExclusive(m, folio, pte.sub, false, 'migrate');
        if (pte.dirty && folio.file !== null) folio.dirty = true;
        const { write, dirty, young } = pte;
        const entry = otherPte('migration', { folio, sub: pte.sub, write, dirty, young, exclusive });
        m.say.page.migrationSet(va, rawPte(entry, m.profile.text));
        overwritePte(m, table, va, entry, 'migrate');
        dropRmap(m, { folio, sub: pte.sub, nr: 1, vma, delayed: false });
        putFolio(m, folio, 1, 'migrate');
      }
    }
    if (table !== null) yield* leaveTable(m, table);
    m.say.page.migrateOneRet(ok);
    yield;
    return ok;
  });
}

/** remove_migration_ptes(): the entries map the new page, or the old one where the move failed. */
function* restoreEntries(m: Machine, old: Folio, target: Folio): Steps {
  yield* walkRmap(target, function* (vma, va) {
    const mm = vma.mm as Mm;
    const table = yield* lockTableAt(m, mm, va);
    if (table === null) return true;
    const pte = table.entryOf(va);
    if (pte?.type === 'migration' && pte.folio === old) {
      m.say.page.restore(target, vma, va, pfnOf(pte));
      getFolio(m, target, 1, 'map');
      const exclusive = target.kind === 'anon' && (pte.exclusive || pte.write);
      if (target.file === null) m.say.rmap.addAnon(target, 0, 1, vma, va, exclusive);
      else m.say.rmap.addFile(target, 0, 1, vma);
      target.mapcount[0] = (target.mapcount[0] as number) + 1;
      if (exclusive) {
        m.check('E-I10', target.mapcount[0] === 1);
        setExclusive(m, target, 0, true, 'restore');
      }
      const write = pte.write && vma.has(VM_WRITE);
      const entry = presentPte(target, 0, { write, dirty: pte.dirty, young: pte.young });
      setPte(m, table, va, entry, 'restore');
      m.say.page.restored(va, rawPte(entry, m.profile.text));
    }
    yield* leaveTable(m, table);
    yield;
    return true;
  });
}
