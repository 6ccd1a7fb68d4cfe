import type { Design } from '../protocol/design.ts';

/** What a zap knows of one PTE table when it is done with it, and what the table then is. */
export interface ZapOfTable {
  /** MADV_DONTNEED asks for tables back; munmap and truncation do not. */
  readonly dontneed: boolean;
  /** Pages of the table's 512 that the zap was asked for. */
  readonly pages: number;
  /** An entry was left in place: a guard or uffd marker, a device or migration entry. */
  readonly skipped: boolean;
  /** The page-table lock was dropped midway: others may have been in. */
  readonly dropped: boolean;
  /** Is the PMD lock free for a trylock? */
  readonly pmdLockFree: boolean;
  /** Entries that are not none once the zap is done, and tasks that walk the table. */
  readonly used: number;
  readonly walkers: number;
}

/** What becomes of the table: kept, or freed (fast: under the locks held; slow: after a rescan; count: by its last user). */
export type TableFate =
  | { readonly freed: false; readonly rescanned: boolean }
  | { readonly freed: true; readonly way: 'fast' | 'slow' | 'count'; readonly lostEntries: number };

const kept: TableFate = { freed: false, rescanned: false };

/** The end of a zap under each design (docs/model.md, system B). */
export function tableFate(design: Design['ptReclaim'], zap: ZapOfTable): TableFate {
  switch (design) {
    case 'R0':
      return kept;
    case 'R1':
      return zap.used + zap.walkers === 0 ? { freed: true, way: 'count', lostEntries: 0 } : kept;
    case 'R2':
      return zap.used === 0 ? { freed: true, way: 'slow', lostEntries: 0 } : { freed: false, rescanned: true };
    default:
      return reclaimed(design === 'R3bug', zap);
  }
}

function reclaimed(bug: boolean, zap: ZapOfTable): TableFate {
  if (!zap.dontneed || zap.pages < 512 || zap.skipped) return kept;
  const trusts = bug || !zap.dropped;
  if (trusts && zap.pmdLockFree) return { freed: true, way: 'fast', lostEntries: zap.used };
  return zap.used === 0 ? { freed: true, way: 'slow', lostEntries: 0 } : { freed: false, rescanned: true };
}
