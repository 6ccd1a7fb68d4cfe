import type { SmapsVma, Snapshot } from '../snapshot/snapshot.ts';
import { addCounts, type Count, countRss, type Rss } from './count-rss.ts';
import { type Comparison, compareNumber, defineComparison } from './define.ts';

/** Entries of the replay against smaps, whose numbers are counted from the page tables when it is read. */
export const rssAgainstSmaps: readonly Comparison[] = [
  smapsComparison({
    name: 'rss anon',
    about: 'anonymous entries against smaps Anonymous (pages)',
    inSmaps: (vma) => vma.anonymous,
    inReplay: (rss) => [rss.anon],
  }),
  smapsComparison({
    name: 'rss file+shmem',
    about: 'file and shmem entries against smaps Rss without Anonymous (pages)',
    inSmaps: (vma) => vma.rss - vma.anonymous,
    inReplay: (rss) => [rss.file, rss.shmem],
  }),
  defineComparison({
    name: 'rss swap',
    about: 'swap entries in VMAs without a file against smaps Swap (pages): for a shmem VMA, smaps counts what no entry holds',
    compare({ mm, snapshot }, tally, report) {
      if (!snapshot.smaps || !mm) return false;
      const vmas = snapshot.smaps.filter((vma) => vma.inode === 0);
      const ptes = [...mm.ptes].filter(
        (entry) => entry.type === 'swap' && vmas.some((vma) => entry.va >= vma.start && entry.va < vma.end),
      );
      const { pages, certainty } = countRss({ ...mm, ptes }, 'smaps').swap;
      const kernel = vmas.reduce((sum, vma) => sum + vma.swap, 0);
      return compareNumber(kernel, mm.complete ? pages : null, certainty, tally, report);
    },
  }),
];

/** Entries of the replay, and its last rss_stat, against the counters that status prints. */
export const rssAgainstStatus: readonly Comparison[] = [
  ...statusComparisons('anon', 'rssAnon'),
  ...statusComparisons('file', 'rssFile'),
  ...statusComparisons('shmem', 'rssShmem'),
  ...statusComparisons('swap', 'swap'),
];

interface SmapsComparison {
  readonly name: string;
  readonly about: string;
  readonly inSmaps: (vma: SmapsVma) => number;
  readonly inReplay: (rss: Rss) => readonly Count[];
}

function smapsComparison({ name, about, inSmaps, inReplay }: SmapsComparison): Comparison {
  return defineComparison({
    name,
    about,
    compare({ mm, snapshot }, tally, report) {
      if (!snapshot.smaps || !mm) return false;
      const { pages, certainty } = addCounts(inReplay(countRss(mm, 'smaps')));
      if (!mm.complete) return compareNumber(0, null, certainty, tally, report);
      const kernel = snapshot.smaps.reduce((sum, vma) => sum + inSmaps(vma), 0);
      const hidden = pages - kernel;
      return compareNumber(
        hidden > 0 && hidden === pagesHiddenFromSmaps(snapshot) ? pages : kernel,
        pages,
        certainty,
        tally,
        report,
      );
    },
  });
}

/** Older kernels skip PROT_NONE huge entries in smaps (follow_trans_huge_pmd() without FOLL_NUMA); the walk shows them. */
function pagesHiddenFromSmaps({ walk }: Snapshot): number {
  return (walk?.protNonePmds.size ?? 0) * 512;
}

function statusComparisons(
  kind: 'anon' | 'file' | 'shmem' | 'swap',
  field: 'rssAnon' | 'rssFile' | 'rssShmem' | 'swap',
): Comparison[] {
  return [
    defineComparison({
      name: `status ${kind}`,
      about: `${kind} entries against status (pages); status may lag, by far before 6.2`,
      binding: false,
      compare({ mm, snapshot }, tally, report) {
        if (!snapshot.status || !mm) return false;
        const { pages, certainty } = countRss(mm, 'status')[kind];
        return compareNumber(snapshot.status[field], pages, certainty, tally, report);
      },
    }),
    defineComparison({
      name: `rss_stat ${kind}`,
      about: `the last rss_stat of ${kind} against status (pages)`,
      binding: false,
      compare({ mm, snapshot }, tally, report) {
        if (!snapshot.status || !mm) return false;
        return compareNumber(snapshot.status[field], mm.rss[kind], 'observed', tally, report);
      },
    }),
  ];
}
