import type { MappedFile } from '../kernel/file.ts';
import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import { VM_SHARED } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { dirtyFolio, getFolio, putFolio } from './folio.ts';
import { clearPte, overwritePte } from './pte.ts';
import { walkRmap } from './rmap-walk.ts';
import { leaveTable, lockTableAt, putTables } from './tables.ts';
import { flushRange, leaveStale } from './tlb.ts';

/** Writes the dirty pages of a file: cleans them, with their mappings, and sends them to the disk. */
export function* writeFile(m: Machine, file: MappedFile, most: number): Steps {
  let written = 0;
  for (const folio of new Set(file.cache.values())) {
    if (written >= most) break;
    if (!folio.dirty || folio.writeback || folio.locked || folio.freed || !folio.inPageCache) continue;
    written++;
    folio.locked = true;
    getFolio(m, folio, 1, 'writeback');
    yield* cleanFolio(m, folio);
    folio.writeback = true;
    m.say.step.writeback(folio, true);
    folio.locked = false;
    yield;
    yield;
    folio.writeback = false;
    m.say.step.writeback(folio, false);
    putFolio(m, folio, 1, 'writeback');
    yield;
  }
  yield* putTables(m);
}

/** folio_clear_dirty_for_io(): mappings first, then the flag. A folio that looks unmapped is not walked. */
export function* cleanFolio(m: Machine, folio: Folio): Steps {
  if (folio.file !== null && folio.isMapped && !folio.file.shmem) yield* mkclean(m, folio);
  if (!folio.dirty) return;
  for (const mm of m.mms) {
    const lost = mm.stale.some((s) => s.file && s.writable && s.dirty && s.pfn >= folio.pfn && s.pfn < folio.pfn + folio.pages);
    // A0 kernels have this window; that is what A2 was made for.
    if (m.profile.rmap !== 'A0') m.check('A8', !lost || folio.isMapped);
  }
  folio.dirty = false;
  m.say.step.dirty(folio, false, 'io');
}

/** folio_mkclean(): write-protects and cleans every shared mapping, which waits for the page-table lock of each. */
function* mkclean(m: Machine, folio: Folio): Steps {
  yield* walkRmap(folio, function* (vma, va, sub) {
    if (!vma.has(VM_SHARED)) return true;
    const mm = vma.mm as Mm;
    m.say.page.mkcleanOne(folio, sub, vma, va);
    const table = yield* lockTableAt(m, mm, va);
    if (table === null) return true;
    const pte = table.entryOf(va);
    if (pte?.type === 'present' && pte.folio === folio && pte.sub === sub && (pte.dirty || pte.write)) {
      clearPte(m, table, va, 'mkclean');
      leaveStale(m, mm, va, pte);
      yield* flushRange(m, mm, va, va + 4096);
      if (pte.dirty) dirtyFolio(m, folio, 'mkclean');
      overwritePte(m, table, va, { ...pte, write: false, dirty: false }, 'mkclean');
    }
    yield* leaveTable(m, table);
    yield;
    return true;
  });
}
