import { type Certainty, certainties } from './replayed.ts';

/** How many, by how well the replay knew it. */
export type ByCertainty = Record<Certainty, number>;

/** One comparison's outcome, over one process at one marker or summed up. */
export interface Tally {
  /** Equal in the replay and in the kernel. */
  readonly matched: ByCertainty;
  /** In both, but not equal; `fields` says in what. */
  readonly different: ByCertainty;
  /** Only in the replay. */
  readonly extra: ByCertainty;
  /** Only in the kernel: the replay has nothing there. */
  missing: number;
  /** In the kernel, and the replay says that it does not know. */
  unknown: number;
  readonly fields: Record<string, number>;
}

export function newTally(): Tally {
  return { matched: none(), different: none(), extra: none(), missing: 0, unknown: 0, fields: {} };
}

/** Adds `from` to `into`. */
export function addTally(into: Tally, from: Tally): void {
  for (const certainty of certainties) {
    into.matched[certainty] += from.matched[certainty];
    into.different[certainty] += from.different[certainty];
    into.extra[certainty] += from.extra[certainty];
  }
  into.missing += from.missing;
  into.unknown += from.unknown;
  for (const [field, n] of Object.entries(from.fields)) into.fields[field] = (into.fields[field] ?? 0) + n;
}

export function sum(counts: ByCertainty): number {
  return certainties.reduce((total, certainty) => total + counts[certainty], 0);
}

/** How many the kernel has. */
export function inKernel(tally: Tally): number {
  return sum(tally.matched) + sum(tally.different) + tally.missing + tally.unknown;
}

/** What the replay called observed and has wrong: the number that must be 0. */
export function wrongObserved(tally: Tally): number {
  return tally.different.observed + tally.extra.observed;
}

/** True when the replay has exactly what the kernel has. */
export function isExact(tally: Tally): boolean {
  return sum(tally.different) + sum(tally.extra) + tally.missing + tally.unknown === 0;
}

function none(): ByCertainty {
  return { observed: 0, inferred: 0, doubtful: 0, unknown: 0 };
}
