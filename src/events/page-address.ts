import type { Boot } from './define.ts';

const PAGE_SIZE = 4096;

interface FolioInVma {
  readonly folio: number;
  readonly folio_index: number;
  readonly page: number;
  readonly vma_s: number;
  readonly vma_pgoff: number;
}

/** Where a page of a folio lies in a VMA, from the folio's page index (mm/rmap.c, vma_address). Wrong for pages without a true index. */
export function folioPageAddress(event: FolioInVma, boot: Boot): number {
  const inFolio = boot.pagesBetween(event.folio, event.page);
  return event.vma_s + (event.folio_index + inFolio - event.vma_pgoff) * PAGE_SIZE;
}

interface PageInVma {
  readonly page: number;
  readonly page_index: number;
  /** Second word of struct page: odd for a tail page, then the head's address plus one. */
  readonly page_w1: number | null;
  readonly page_hindex: number | null;
  readonly vma_s: number;
  readonly vma_pgoff: number;
}

/** Is the second word of this struct page a compound_head with the tail bit? */
export const isTail = (w1: number | null): boolean => w1 !== null && (w1 & 1) === 1;

/** The same for kernels whose rmap works on pages: a tail page takes its head's index. */
export function pageAddress(event: PageInVma, boot: Boot): number {
  let index = event.page_index;
  if (event.page_w1 !== null && isTail(event.page_w1))
    index = (event.page_hindex ?? 0) + boot.pagesBetween(event.page_w1 - 1, event.page);
  return event.vma_s + (index - event.vma_pgoff) * PAGE_SIZE;
}
