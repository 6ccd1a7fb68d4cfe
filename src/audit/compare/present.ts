import { hex } from '../../base/word.ts';
import type { ReplayedEntry } from '../replayed.ts';
import { PAGE_SIZE } from '../snapshot/snapshot.ts';
import type { Tally } from '../tally.ts';
import { type Difference, defineComparison, lacking } from './define.ts';
import { type PresentTruth, presentTruth } from './truth.ts';

/** Present entries by va, pfn and level. An entry that maps a huge page counts as its 512 pages. */
export const present = defineComparison({
  name: 'pte',
  about: 'present entries: va, pfn, level against pagemap and the page-table walk',
  compare({ mm, snapshot }, tally, report) {
    const truth = presentTruth(snapshot);
    if (!truth) return false;
    const seen = new Set<number>();
    for (const entry of mm?.ptes ?? []) {
      if (entry.type !== 'present') continue;
      for (let i = 0; i < pagesOf(entry); i++) {
        const va = entry.va + i * PAGE_SIZE;
        if (!seen.has(va)) judge(truth, entry, va, entry.pfn === null ? null : entry.pfn + i, tally, report);
        seen.add(va);
      }
    }
    for (const [va, pfn] of truth.pfns) if (!seen.has(va)) lacking(mm, hex(va), kernelSays(truth, va, pfn), tally, report);
    return true;
  },
});

/** How many pages an entry (or a run of entries) maps. */
export function pagesOf(entry: ReplayedEntry): number {
  return entry.level === 'pmd' ? 512 : (entry.nr ?? 1);
}

function judge(
  truth: PresentTruth,
  entry: ReplayedEntry,
  va: number,
  pfn: number | null,
  tally: Tally,
  report: (difference: Difference) => void,
): void {
  const { certainty, since } = entry;
  const right = truth.pfns.get(va);
  const zero = entry.kind === 'zero';
  const replay = `${entry.kind} ${pfn === null ? (zero ? '' : 'pfn unknown ') : `pfn ${hex(pfn)} `}${entry.level}`;
  if (right === undefined) {
    tally.extra[certainty]++;
    report({ what: 'extra', where: hex(va), kernel: 'none', replay, certainty, since });
    return;
  }
  const level = truth.levelOf(va);
  const levelWrong = level !== null && level !== entry.level;
  const pfnWrong = zero && pfn === null ? !truth.isZero(va) : pfn !== null && pfn !== right;
  if (levelWrong) tally.fields.level = (tally.fields.level ?? 0) + 1;
  if (pfnWrong) tally.fields.pfn = (tally.fields.pfn ?? 0) + 1;
  const kernel = kernelSays(truth, va, right);
  if (levelWrong || pfnWrong) {
    tally.different[certainty]++;
    report({ what: 'different', where: hex(va), kernel, replay, certainty, since });
  } else if (pfn === null && !zero) {
    tally.unknown++;
    report({ what: 'unknown', where: hex(va), kernel, replay, certainty, since });
  } else {
    tally.matched[certainty]++;
  }
}

function kernelSays(truth: PresentTruth, va: number, pfn: number): string {
  return `${truth.isZero(va) ? 'zero ' : ''}pfn ${hex(pfn)}${truth.levelOf(va) ? ` ${truth.levelOf(va)}` : ''}`;
}
