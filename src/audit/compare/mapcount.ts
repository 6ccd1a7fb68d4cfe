import { hex } from '../../base/word.ts';
import type { ReplayedFolio } from '../replayed.ts';
import { PMD_SIZE, type Snapshot } from '../snapshot/snapshot.ts';
import { compareNumber, defineComparison } from './define.ts';

/** Entries of the processes of one marker that map a page, and how many entries map it at all. */
interface Mapped {
  ptes: number;
  pmds: number;
  readonly kpagecount: number;
}

/** Mapcounts of folios that only the processes of the marker map: kpagecount says whether somebody else does too. */
export const mapcount = defineComparison({
  name: 'mapcount',
  about: 'mapcount of folios against kpagecount, where no other process maps them (once per marker)',
  compare({ state, snapshot, together }, tally, report) {
    if (snapshot !== together[0] || !state.folios) return false;
    const mapped = mappedPages(together);
    if (!mapped) return false;
    const seen = new Set<number>();
    for (const folio of state.folios) {
      const kernel = kernelMapcount(folio, mapped, seen);
      if (kernel !== null) compareNumber(kernel, folio.mapcount, folio.certainty, tally, report, `pfn ${hex(folio.pfn)}`);
    }
    for (const [pfn, { ptes, pmds, kpagecount }] of mapped) {
      if (seen.has(pfn) || ptes + pmds !== kpagecount) continue;
      tally.missing++;
      const kernel = `mapcount ${kpagecount}`;
      report({ what: 'missing', where: `pfn ${hex(pfn)}`, kernel, replay: 'none', certainty: null, since: null });
    }
    return true;
  },
});

/** The folio's mapcount if nobody else maps any of its pages, else null; its pages are added to `seen`. */
function kernelMapcount(folio: ReplayedFolio, mapped: ReadonlyMap<number, Mapped>, seen: Set<number>): number | null {
  let ptes = 0;
  let pmds = 0;
  let othersMapIt = false;
  let pages = 0;
  for (let pfn = folio.pfn; pfn < folio.pfn + 2 ** folio.order; pfn++) {
    const page = mapped.get(pfn);
    if (!page) continue;
    seen.add(pfn);
    pages++;
    ptes += page.ptes;
    pmds = Math.max(pmds, page.pmds);
    if (page.ptes + page.pmds !== page.kpagecount) othersMapIt = true;
  }
  return pages === 0 || othersMapIt ? null : ptes + pmds;
}

/** Null when a process lacks pagemap or the walk: then nothing can be said about any page. */
function mappedPages(together: readonly Snapshot[]): Map<number, Mapped> | null {
  const mapped = new Map<number, Mapped>();
  for (const { pages, walk } of together) {
    if (!pages || !walk) return null;
    for (const [va, pfn] of pages.present) {
      if (pages.zero.has(va)) continue;
      const page = mapped.get(pfn) ?? { ptes: 0, pmds: 0, kpagecount: pages.count.get(va) ?? 0 };
      if (walk.pmds.has(va - (va % PMD_SIZE))) page.pmds++;
      else page.ptes++;
      mapped.set(pfn, page);
    }
  }
  return mapped;
}
