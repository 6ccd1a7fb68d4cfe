import { type Pages, PMD_SIZE, type Snapshot, type Walk } from '../snapshot/snapshot.ts';

/** The present entries of a process, page by page, as all of its snapshot files together tell. */
export interface PresentTruth {
  /** va of each page -> its pfn. */
  readonly pfns: ReadonlyMap<number, number>;
  isZero(va: number): boolean;
  /** Null when there is no page-table walk: pagemap does not tell levels. */
  levelOf(va: number): 'pte' | 'pmd' | null;
}

/**
 * pagemap joined with the page-table walk: pagemap hides the entries of VM_PFNMAP areas, and tells no levels. The two are read
 * one after the other: within 2 MiB where the walk contradicts pagemap (khugepaged came between) only pagemap counts.
 * Null when neither was saved.
 */
export function presentTruth({ pages, walk }: Snapshot): PresentTruth | null {
  if (!pages && !walk) return null;
  const contradicted = pages && walk ? contradictions(pages, walk) : new Set<number>();
  const pfns = new Map<number, number>();
  for (const [va, pfn] of walk?.present ?? []) if (!contradicted.has(hugeOf(va))) pfns.set(va, pfn);
  for (const [va, pfn] of pages?.present ?? []) pfns.set(va, pfn);
  return {
    pfns,
    isZero: (va) => pages?.zero.has(va) || walk?.zero.has(va) || false,
    levelOf(va) {
      if (!walk || contradicted.has(hugeOf(va))) return null;
      return walk.pmds.has(hugeOf(va)) ? 'pmd' : 'pte';
    },
  };
}

/** Ranges of 2 MiB, by their start, in which the walk maps a page otherwise than pagemap, or not at all. */
function contradictions(pages: Pages, walk: Walk): Set<number> {
  const ranges = new Set<number>();
  for (const [va, pfn] of pages.present) if (walk.present.get(va) !== pfn) ranges.add(hugeOf(va));
  return ranges;
}

function hugeOf(va: number): number {
  return va - (va % PMD_SIZE);
}

/** Addresses of swap entries; null when neither pagemap nor the walk was saved. */
export function swapTruth({ pages, walk }: Snapshot): ReadonlySet<number> | null {
  if (!pages && !walk) return null;
  return new Set([...(walk?.swapped ?? []), ...(pages?.swapped ?? [])]);
}
