import type { Design } from '../protocol/design.ts';

/** What a write fault on a read-only anonymous page looks at. */
export interface ReuseInputs {
  readonly exclusive: boolean;
  readonly refs: number;
  /** Mappings of the page. */
  readonly mapcount: number;
  /** 1 while the folio is in the swap cache. */
  readonly swapcache: number;
  /** Swap entries of other tables that name its slot. */
  readonly swapUses: number;
  /** Pages of the folio. */
  readonly pages: number;
  readonly ksm: boolean;
}

/**
 * May the page be kept, or must it be copied? Up to 5.8 by mapcount, 5.9 to 5.18 by page_count after the swap cache was
 * dropped, since then by PG_anon_exclusive and, where it is clear, by references (mm/memory.c, do_wp_page()).
 */
export function mayReuse(rule: Design['cow'], page: ReuseInputs): boolean {
  if (page.ksm) return false;
  if (rule === 'mapcount') return page.mapcount + page.swapUses <= 1;
  const alone = page.pages === 1 ? page.refs <= 1 + page.swapcache : page.refs - page.swapcache === page.mapcount;
  if (rule === 'pagecount') return alone && page.swapUses === 0;
  return page.exclusive || alone;
}
