import { type Certainty, certainties, certaintyOf, Kind, kindOf, Sure, Type, typeOf } from '../models/page-table/entry.ts';
import type { World } from '../models/world.ts';

/** One mapped page, with the mappings of all address spaces counted. */
export interface PageView {
  readonly pfn: number;
  /** Order of the folio it was allocated in; null when its allocation was not traced. */
  readonly order: number | null;
  readonly kind: number;
  /** Entries of all address spaces that map it; a PMD entry maps each of its 512 pages. */
  readonly mapcount: number;
  /** That of the least certain entry that maps it. */
  readonly certainty: Certainty;
}

const countsAsMapping = (info: number): boolean => {
  const kind = kindOf(info);
  return typeOf(info) === Type.present && kind !== Kind.zero && kind !== Kind.special;
};

/** The pages that satisfy `wanted`, with their mapcounts over all address spaces (docs/model.md, entry types); entries set before `doubtBefore` are doubtful. */
export function mappedPages(
  world: World,
  wanted: (pfn: number) => boolean,
  doubtBefore = world.doubtBefore,
): Map<number, PageView> {
  const counts = new Map<number, { pfn: number; order: number | null; kind: number; mapcount: number; sure: number }>();
  for (const { pt } of world.mms.values()) {
    pt.visit(0, Number.MAX_SAFE_INTEGER, (_va, first, info, since, pages) => {
      const sure = since < doubtBefore ? Sure.doubtful : certaintyOf(info);
      if (first < 0 || !countsAsMapping(info)) return false;
      for (let i = 0; i < pages; i++) {
        const pfn = first + i;
        if (!wanted(pfn)) continue;
        const page = counts.get(pfn);
        if (page) {
          page.mapcount++;
          page.sure = Math.max(page.sure, sure);
        } else counts.set(pfn, { pfn, order: world.folios.orderOf(pfn), kind: kindOf(info), mapcount: 1, sure });
      }
      return false;
    });
  }
  // After a loss a mapping may be missing from any count.
  const least = doubtBefore > 0 ? Sure.doubtful : Sure.observed;
  return new Map(
    [...counts].map(([pfn, { sure, ...page }]) => [pfn, { ...page, certainty: certainties[Math.max(sure, least)] }]),
  );
}
