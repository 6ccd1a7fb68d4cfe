import type { Certainty, ReplayedMm, ReplayedState } from '../replayed.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Tally } from '../tally.ts';

/** One process at one marker: the replay's answer (null: it knows no mm of this process) and the kernel's. */
export interface Pair {
  readonly pid: number;
  readonly mm: ReplayedMm | null;
  readonly snapshot: Snapshot;
  /** The whole state, and the snapshots of all processes at this marker, for what several processes share. */
  readonly state: ReplayedState;
  readonly together: readonly Snapshot[];
}

/** Something in which replay and kernel disagree, in words for people. */
export interface Difference {
  readonly what: 'different' | 'missing' | 'extra' | 'unknown';
  /** Where: an address, a range, or empty for a number of the whole process. */
  readonly where: string;
  readonly kernel: string;
  readonly replay: string;
  readonly certainty: Certainty | null;
  /** The event that made the replay say so; null where there is none. */
  readonly since: number | null;
}

/** One thing to compare. */
export interface Comparison {
  readonly name: string;
  /** What it compares with what, for people. */
  readonly about: string;
  /**
   * False where the kernel's own number may lag (counters that are summed up lazily): shown, but never counted as wrong.
   */
  readonly binding: boolean;
  /** Counts into `tally` and tells each difference to `report`. False: the snapshot lacks what it takes. */
  compare(pair: Pair, tally: Tally, report: (difference: Difference) => void): boolean;
}

/** Declares a comparison. */
export function defineComparison(comparison: Omit<Comparison, 'binding'> & { readonly binding?: boolean }): Comparison {
  return { binding: true, ...comparison };
}

/** Counts what only the kernel has: missing, or unknown when the replay did not follow the mm from its creation. */
export function lacking(
  mm: ReplayedMm | null,
  where: string,
  kernel: string,
  tally: Tally,
  report: (difference: Difference) => void,
): void {
  const what = mm && !mm.complete ? 'unknown' : 'missing';
  tally[what]++;
  report({ what, where, kernel, replay: what === 'unknown' ? 'unknown' : 'none', certainty: null, since: null });
}

/** Compares one number of a process; null on the kernel's side: not comparable, on the replay's side: not known. */
export function compareNumber(
  kernel: number | string | null,
  replay: number | string | null,
  certainty: Certainty,
  tally: Tally,
  report: (difference: Difference) => void,
  where = '',
  since: number | null = null,
): boolean {
  if (kernel === null) return false;
  if (replay === null) {
    tally.unknown++;
    report({ what: 'unknown', where, kernel: String(kernel), replay: 'unknown', certainty: null, since });
  } else if (kernel === replay) {
    tally.matched[certainty]++;
  } else {
    tally.different[certainty]++;
    report({ what: 'different', where, kernel: String(kernel), replay: String(replay), certainty, since });
  }
  return true;
}
