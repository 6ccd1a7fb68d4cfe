import { hex } from '../../base/word.ts';
import type { ReplayedVma } from '../replayed.ts';
import type { Snapshot, SnapshotVma } from '../snapshot/snapshot.ts';
import type { Tally } from '../tally.ts';
import { type Difference, defineComparison, lacking } from './define.ts';

/** A VMA as both sides can tell it; pgoff null: not known (maps prints 0 for a VMA without a file). */
interface Vma {
  readonly start: number;
  readonly end: number;
  readonly flags: string | null;
  readonly pgoff: number | null;
}

/** VMAs by start, end, permissions and offset. */
export const vmas = defineComparison({
  name: 'vma',
  about: 'VMAs: start, end, permissions, pgoff against maps',
  compare({ mm, snapshot }, tally, report) {
    if (!snapshot.vmas) return false;
    const replayed = [...(mm?.vmas ?? [])];
    const byStart = new Map(replayed.map((vma) => [vma.start, vma]));
    const byEnd = new Map(replayed.map((vma) => [vma.end, vma]));
    const used = new Set<ReplayedVma>();
    const inMaps = new Set(snapshot.vmas.map((vma) => vma.start));
    for (const each of snapshot.vmas) {
      const kernel = { ...each, pgoff: trueOffset(each, snapshot) };
      const sameEnd = byEnd.get(kernel.end);
      const vma = byStart.get(kernel.start) ?? (sameEnd && !inMaps.has(sameEnd.start) ? sameEnd : undefined);
      if (vma && !used.has(vma)) {
        used.add(vma);
        judge(kernel, vma, tally, report);
      } else {
        lacking(mm, range(kernel), shown(kernel), tally, report);
      }
    }
    for (const vma of replayed) {
      if (used.has(vma)) continue;
      tally.extra[vma.certainty]++;
      report({
        what: 'extra',
        where: range(vma),
        kernel: 'none',
        replay: shown(vma),
        certainty: vma.certainty,
        since: vma.since,
      });
    }
    return true;
  },
});

function judge(kernel: Vma, vma: ReplayedVma, tally: Tally, report: (difference: Difference) => void): void {
  const fields: string[] = (['start', 'end', 'flags'] as const).filter(
    (field) => vma[field] !== null && kernel[field] !== vma[field],
  );
  if (kernel.pgoff !== null && vma.pgoff !== null && kernel.pgoff !== vma.pgoff) fields.push('pgoff');
  if (fields.length === 0 && vma.flags === null) fields.push('flags unknown');
  if (fields.length === 0 && kernel.pgoff !== null && vma.pgoff === null) fields.push('pgoff unknown');
  for (const field of fields) tally.fields[field] = (tally.fields[field] ?? 0) + 1;
  const { certainty, since } = vma;
  if (fields.length === 0) {
    tally.matched[certainty]++;
  } else if (fields[0].endsWith('unknown')) {
    tally.unknown++;
    report({ what: 'unknown', where: range(kernel), kernel: shown(kernel), replay: shown(vma), certainty, since });
  } else {
    tally.different[certainty]++;
    report({ what: 'different', where: range(kernel), kernel: shown(kernel), replay: shown(vma), certainty, since });
  }
}

function trueOffset(vma: SnapshotVma, { dump }: Snapshot): number | null {
  const dumped = dump?.vmas.get(vma.start);
  if (dumped) return dumped.pgoff;
  return vma.inode !== 0 ? vma.pgoff : null;
}

function range({ start, end }: Vma): string {
  return `${start.toString(16)}-${end.toString(16)}`;
}

function shown(vma: Vma): string {
  return `${range(vma)} ${vma.flags} pgoff ${vma.pgoff === null ? 'unknown' : hex(vma.pgoff)}`;
}
