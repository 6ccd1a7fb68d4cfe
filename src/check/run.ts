import { eventTypes } from '../events/index.ts';
import type { KernelProfile } from '../models/kernel-profile.ts';
import type { Design } from '../models/protocol/index.ts';
import { Fold } from '../replay/fold.ts';
import { learnPages, type ReplaySource } from '../replay/source.ts';
import type { Case, Settings } from './case.ts';
import { Checker, type Violation } from './checker.ts';
import type { Rule } from './rule.ts';

/** What is checked, and how. */
export interface CheckRequest {
  readonly rules: readonly Rule[];
  readonly kernel: KernelProfile;
  readonly design: Design;
  /** `clockSkew` null: the printed resolution of the trace. */
  readonly settings: Omit<Settings, 'clockSkew'> & { readonly clockSkew: number | null };
}

/** What came of it: violations in the order of the trace, and every rule's evaluations. */
export interface CheckResult {
  readonly violations: readonly Violation[];
  readonly cases: readonly Case[];
  readonly kernel: KernelProfile;
  readonly design: Design;
  readonly clockSkew: number;
  readonly events: number;
}

/** Folds a whole trace and judges it by the rules. */
export function check(source: ReplaySource, request: CheckRequest): CheckResult {
  const { rules, kernel, design } = request;
  const clockSkew = request.settings.clockSkew ?? resolutionOf(source);
  const pages = learnPages(source);
  const names = new Set(source.dictionary.shapes.map((shape) => shape.name));
  let checker: Checker | null = null;
  const fold = new Fold(source.dictionary, kernel, pages, eventTypes, {
    before: (world, fact, at) => checker?.before(world, fact, at),
    after: (world, fact, at) => checker?.after(world, fact, at),
    lost: () => checker?.lost(),
  });
  const settings = { ...request.settings, clockSkew };
  checker = new Checker(fold.world, { rules, design, settings, names, losses: source.losses });
  let events = 0;
  for (const batch of source.batches(1, source.lastSeq + 1)) {
    checker.enter(batch);
    fold.apply(batch);
    events += batch.n;
  }
  checker.end();
  const { violations, cases } = checker;
  return { violations, cases, kernel, design, clockSkew, events };
}

/** ns of the last digit in which times were printed: 1 us where all are whole microseconds, else 1 ns. */
function resolutionOf(source: ReplaySource): number {
  for (const batch of source.batches(1, Math.min(source.lastSeq, 4096) + 1)) {
    for (let i = 0; i < batch.n; i++) if (batch.ts[i] % 1000 !== 0) return 1;
  }
  return 1000;
}
