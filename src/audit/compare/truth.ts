import { PMD_SIZE, type Snapshot } from '../snapshot/snapshot.ts';

/** The present entries of a process, page by page, as all of its snapshot files together tell. */
export interface PresentTruth {
  /** va of each page -> its pfn. */
  readonly pfns: ReadonlyMap<number, number>;
  isZero(va: number): boolean;
  /** Null when there is no page-table walk: pagemap does not tell levels. */
  levelOf(va: number): 'pte' | 'pmd' | null;
}

/**
 * pagemap joined with the page-table walk: pagemap hides the entries of VM_PFNMAP areas, the walk has no frame for
 * entries it could not read. Null when neither was saved.
 */
export function presentTruth({ pages, walk }: Snapshot): PresentTruth | null {
  if (!pages && !walk) return null;
  const pfns = new Map(walk?.present);
  for (const [va, pfn] of pages?.present ?? []) pfns.set(va, pfn);
  return {
    pfns,
    isZero: (va) => pages?.zero.has(va) || walk?.zero.has(va) || false,
    levelOf(va) {
      if (!walk) return null;
      return walk.pmds.has(va - (va % PMD_SIZE)) ? 'pmd' : 'pte';
    },
  };
}

/** Addresses of swap entries; null when neither pagemap nor the walk was saved. */
export function swapTruth({ pages, walk }: Snapshot): ReadonlySet<number> | null {
  if (!pages && !walk) return null;
  return new Set([...(walk?.swapped ?? []), ...(pages?.swapped ?? [])]);
}
