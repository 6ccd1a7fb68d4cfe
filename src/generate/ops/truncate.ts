import type { MappedFile } from '../kernel/file.ts';
import type { Mm } from '../kernel/mm.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { dropPage } from './cache.ts';
import { getFolio, putFolio } from './folio.ts';
import { beginGather, finishGather } from './gather.ts';
import { putTables } from './tables.ts';
import { zapRange } from './zap.ts';

/** ftruncate() to fewer pages: the size falls, then mappings behind it go, then the pages leave the cache. */
export function* truncate(m: Machine, file: MappedFile, pages: number): Steps {
  m.say.task.enter('ftruncate', [
    ['fd', 5],
    ['length', pages * 4096],
  ]);
  const old = file.pages;
  file.pages = pages;
  // The size is written long before the last page is gone: the disk comes in between.
  for (let i = 0; i < 12; i++) yield;
  yield* unmapMapping(m, file, pages, old);
  for (let index = pages; index < old; index++) {
    const folio = file.cache.get(index);
    if (folio === undefined || folio.index < pages) continue;
    while (folio.locked || folio.writeback) yield () => !folio.locked && !folio.writeback;
    if (!folio.inPageCache) continue;
    folio.locked = true;
    getFolio(m, folio, 1, 'truncate');
    if (folio.isMapped) yield* unmapMapping(m, file, index, index + folio.pages);
    folio.dirty = false;
    dropPage(m, folio);
    folio.locked = false;
    putFolio(m, folio, 1, 'truncate');
    yield;
  }
  yield* unmapMapping(m, file, pages, old);
  m.say.task.leave('ftruncate', '0');
}

/** unmap_mapping_range(): zaps pages [from, to) of a file in every VMA that maps it. */
function* unmapMapping(m: Machine, file: MappedFile, from: number, to: number): Steps {
  file.walkers++;
  for (const vma of file.vmas) {
    const start = Math.max(vma.start, vma.start + (from - vma.pgoff) * 4096);
    const end = Math.min(vma.end, vma.start + (to - vma.pgoff) * 4096);
    if (start >= end || vma.mm === null) continue;
    const g = beginGather(m, vma.mm as Mm);
    m.say.table.zapSingle(g, vma, start, end - start);
    yield* zapRange(m, g, vma, start, end, { reclaim: false, dropMarkers: false });
    yield* finishGather(m, g);
  }
  file.walkers--;
  yield* putTables(m);
}

/** ftruncate() to more pages. */
export function* extend(m: Machine, file: MappedFile, pages: number): Steps {
  m.say.task.enter('ftruncate', [
    ['fd', 5],
    ['length', pages * 4096],
  ]);
  file.pages = pages;
  yield;
  m.say.task.leave('ftruncate', '0');
}
