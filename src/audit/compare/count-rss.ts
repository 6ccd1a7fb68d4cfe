import { type Certainty, certainties, type ReplayedEntry, type ReplayedMm, type RssKind } from '../replayed.ts';
import { pagesOf } from './present.ts';

/** Pages of one kind, counted from entries; `certainty` is that of the least sure among them. */
export interface Count {
  pages: number;
  certainty: Certainty;
}

export type Rss = Readonly<Record<RssKind, Count>>;

/** Which entries are counted: the counters of an mm leave a poisoned page out, smaps counts it (fs/proc/task_mmu.c). */
export type CountedAs = 'status' | 'smaps';

/** The counter a page is in (mm_counter(), mm_counter_file()); none for the zero page, special pages and hugetlb. */
const counterOf: Readonly<Record<string, RssKind>> = { anon: 'anon', ksm: 'anon', file: 'file', shmem: 'shmem' };

/** Entries that hold a page, present or not (is_pfn_swap_entry(), include/linux/swapops.h). */
const withPage = new Set(['present', 'migration', 'device_private', 'device_exclusive']);

/** Counts the entries of an mm by kind, in pages. */
export function countRss(mm: ReplayedMm, as: CountedAs): Rss {
  const count = (): Count => ({ pages: 0, certainty: 'observed' });
  const rss = { anon: count(), file: count(), shmem: count(), swap: count() };
  for (const entry of mm.ptes) {
    const kind = kindOf(entry, as);
    if (kind) {
      rss[kind].pages += pagesOf(entry);
      rss[kind].certainty = lessSure(rss[kind].certainty, entry.certainty);
    } else if (entry.kind === 'unknown' && withPage.has(entry.type)) {
      // It is in one of the counters, but in which?
      for (const each of [rss.anon, rss.file, rss.shmem]) each.certainty = 'unknown';
    }
  }
  return rss;
}

/** The sum of counts, as sure as the least sure of them. */
export function addCounts(counts: readonly Count[]): Count {
  return {
    pages: counts.reduce((sum, { pages }) => sum + pages, 0),
    certainty: counts.map(({ certainty }) => certainty).reduce(lessSure),
  };
}

function kindOf({ type, kind }: ReplayedEntry, as: CountedAs): RssKind | undefined {
  if (type === 'swap') return 'swap';
  return withPage.has(type) || (as === 'smaps' && type === 'hwpoison') ? counterOf[kind] : undefined;
}

function lessSure(a: Certainty, b: Certainty): Certainty {
  return certainties.indexOf(a) > certainties.indexOf(b) ? a : b;
}
