import type { MappedFile } from '../kernel/file.ts';
import type { Folio } from '../kernel/folio.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import { addToLru, getFolio, putFolio, tryAllocFolio } from './folio.ts';

/**
 * The page-cache folio of a page of a file, read from the disk when it is not there, locked and with a reference
 * (filemap_fault); null when the page is behind the end of the file.
 */
export function* readPage(m: Machine, file: MappedFile, index: number): Steps<Folio | null> {
  m.say.fault.fileFault(file.inode, index);
  while (index < file.pages) {
    const there = file.cache.get(index);
    if (there !== undefined) {
      if (there.locked) {
        yield () => !there.locked;
        continue;
      }
      there.locked = true;
      getFolio(m, there, 1, 'fault');
      return there;
    }
    const folio = addPage(m, file, index);
    folio.locked = true;
    folio.uptodate = false;
    yield;
    yield;
    folio.uptodate = true;
    getFolio(m, folio, 1, 'fault');
    return folio;
  }
  return null;
}

/** Puts a new folio for `index` into the page cache. */
export function addPage(m: Machine, file: MappedFile, index: number): Folio {
  const pages = 1 << file.folioOrder;
  const first = index - (index % pages);
  const folio =
    tryAllocFolio(m, file.folioOrder, file.shmem ? 'shmem' : 'file', 'file') ??
    tryAllocFolio(m, 0, file.shmem ? 'shmem' : 'file', 'file');
  if (folio === null) throw new Error('mmfold bug: the scenario is too big for its memory');
  folio.file = file;
  folio.index = folio.order === 0 ? index : first;
  folio.inPageCache = true;
  for (let i = 0; i < folio.pages; i++) file.cache.set(folio.index + i, folio);
  m.say.page.cacheAdd(folio, file.inode);
  if (folio.pages > 1) getFolio(m, folio, folio.pages - 1, 'cache');
  addToLru(m, folio);
  return folio;
}

/** Takes a folio out of its file's cache; the cache's references go. */
export function dropPage(m: Machine, folio: Folio): void {
  const { file } = folio;
  if (file === null || !folio.inPageCache) return;
  m.say.page.cacheDelete(folio, file.inode);
  for (let i = 0; i < folio.pages; i++) file.cache.delete(folio.index + i);
  folio.inPageCache = false;
  putFolio(m, folio, folio.pages, 'cache');
}
