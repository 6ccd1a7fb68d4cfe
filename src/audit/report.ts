import type { AuditResult, Verdict } from './audit.ts';
import { comparisons } from './compare/index.ts';
import { certainties } from './replayed.ts';
import { inKernel, isExact, sum, type Tally, wrongObserved } from './tally.ts';

/** One comparison summed up, or at one marker: a row of the result. */
export interface AuditRow {
  /** Null in the rows that sum up all markers. */
  readonly marker: number | null;
  readonly label: string | null;
  readonly pid: number | null;
  readonly seq: number | null;
  readonly comparison: string;
  /** How many the kernel has. */
  readonly kernel: number;
  readonly matched: number;
  readonly different: number;
  readonly missing: number;
  readonly extra: number;
  readonly unknown: number;
  /** Of those matched, how many the replay called observed. */
  readonly observed: number;
  /** Different or extra, and called observed; null where the kernel's own number may lag. */
  readonly wrong_observed: number | null;
  /** In which fields they differ, and how often: `end 2, flags 1`. */
  readonly fields: string;
}

/** A line per process and marker for people: counts where all is right, what is wrong where not. */
export interface MarkerRow {
  readonly marker: number;
  readonly label: string;
  readonly pid: number;
  readonly seq: number;
  readonly vma: string;
  readonly pte: string;
  readonly swap: string;
  readonly tables: string;
  /** Names of the other binding comparisons that are not exact. */
  readonly other: string;
  readonly wrong_observed: number;
}

/** One row per comparison, over all markers and processes. */
export function totalRows({ total }: AuditResult): AuditRow[] {
  return comparisons.flatMap(({ name }) => {
    const tally = total.get(name);
    return tally ? [rowOf(name, tally, null)] : [];
  });
}

/** One row per marker, process and comparison. */
export function detailRows({ verdicts }: AuditResult): AuditRow[] {
  return verdicts.flatMap((verdict) => [...verdict.tallies].map(([name, tally]) => rowOf(name, tally, verdict)));
}

export function markerRows({ verdicts }: AuditResult): MarkerRow[] {
  const shownApart = ['vma', 'pte', 'swap', 'pte-table'];
  const binding = comparisons.filter(({ name, binding }) => binding && !shownApart.includes(name)).map(({ name }) => name);
  return verdicts.map(({ marker, label, pid, seq, tallies, wrongObserved: wrong }) => {
    const short = (name: string): string => shortly(tallies.get(name));
    const wrongOnes = binding.filter((name) => {
      const tally = tallies.get(name);
      return tally && !isExact(tally);
    });
    return {
      marker,
      label,
      pid,
      seq,
      vma: short('vma'),
      pte: short('pte'),
      swap: short('swap'),
      tables: short('pte-table'),
      other: wrongOnes.join(', '),
      wrong_observed: wrong,
    };
  });
}

/** The result as `--format json` publishes it (docs/snapshots.md). */
export function auditDocument(result: AuditResult): object {
  const { findings, findingsLeftOut } = result;
  return {
    format: 'mmfold.audit/1',
    wrong_observed: result.wrongObserved,
    total: Object.fromEntries([...result.total].map(([name, tally]) => [name, tallyDocument(tally)])),
    markers: result.verdicts.map(({ marker, label, pid, seq, tallies, wrongObserved: wrong, settled }) => ({
      marker,
      label,
      pid,
      seq,
      wrong_observed: wrong,
      settled,
      comparisons: Object.fromEntries([...tallies].map(([name, tally]) => [name, tallyDocument(tally)])),
    })),
    differences: findings,
    differences_left_out: findingsLeftOut,
  };
}

function rowOf(comparison: string, tally: Tally, at: Verdict | null): AuditRow {
  const binding = comparisons.some((each) => each.name === comparison && each.binding);
  return {
    marker: at?.marker ?? null,
    label: at?.label ?? null,
    pid: at?.pid ?? null,
    seq: at?.seq ?? null,
    comparison,
    kernel: inKernel(tally),
    matched: sum(tally.matched),
    different: sum(tally.different),
    missing: tally.missing,
    extra: sum(tally.extra),
    unknown: tally.unknown,
    observed: tally.matched.observed,
    wrong_observed: binding ? wrongObserved(tally) : null,
    fields: Object.entries(tally.fields)
      .map(([field, n]) => `${field} ${n}`)
      .join(', '),
  };
}

/** `25` when exact, else `24/25`, then what is wrong: -1 missing, +2 extra, !3 different, ?4 unknown. */
function shortly(tally: Tally | undefined): string {
  if (!tally) return '';
  const kernel = inKernel(tally);
  if (isExact(tally)) return String(kernel);
  const marks = [
    ['-', tally.missing],
    ['+', sum(tally.extra)],
    ['!', sum(tally.different)],
    ['?', tally.unknown],
  ] as const;
  const wrong = marks.filter(([, n]) => n > 0).map(([mark, n]) => `${mark}${n}`);
  return [`${sum(tally.matched)}/${kernel}`, ...wrong].join(' ');
}

function tallyDocument(tally: Tally): object {
  const byCertainty = (counts: Tally['matched']): object =>
    Object.fromEntries(
      certainties.filter((certainty) => counts[certainty] > 0).map((certainty) => [certainty, counts[certainty]]),
    );
  return {
    kernel: inKernel(tally),
    matched: sum(tally.matched),
    different: sum(tally.different),
    missing: tally.missing,
    extra: sum(tally.extra),
    unknown: tally.unknown,
    fields: tally.fields,
    certainty: {
      matched: byCertainty(tally.matched),
      different: byCertainty(tally.different),
      extra: byCertainty(tally.extra),
    },
  };
}
