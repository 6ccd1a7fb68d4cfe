import type { Folio } from '../kernel/folio.ts';
import { MM_ANONPAGES, MM_FILEPAGES, MM_SHMEMPAGES, type Mm, type RssMember } from '../kernel/mm.ts';
import type { Machine } from '../machine.ts';

/** Counts pages into an mm, and says so. */
export function addRss(m: Machine, mm: Mm, member: RssMember, pages: number): void {
  if (pages === 0) return;
  mm.rss[member] += pages;
  m.check('R2', mm.rss[member] >= 0);
  m.say.page.rss(mm, member);
}

/** The member that counts mappings of a folio. */
export function memberOf(folio: Folio): RssMember {
  if (folio.kind === 'file') return MM_FILEPAGES;
  return folio.kind === 'shmem' ? MM_SHMEMPAGES : MM_ANONPAGES;
}
