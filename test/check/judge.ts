import { Checker } from '../../src/check/checker.ts';
import { rules } from '../../src/check/index.ts';
import type { Fact } from '../../src/facts/index.ts';
import { models } from '../../src/models/index.ts';
import { profileFor } from '../../src/models/kernel-profile.ts';
import { type Design, designOf } from '../../src/models/protocol/index.ts';
import { World } from '../../src/models/world.ts';

/** A fact as a task said it; `tid` 1 and its own microsecond unless told. */
export type Said = Fact & { readonly tid?: number; readonly cpu?: number; readonly ts?: number };

/** What became of each rule: how often it held, was violated, was possible, was skipped. */
export type Judged = Readonly<Record<string, { held: number; violated: number; possible: number; skipped: number }>>;

/** Events of a kernel that shows every step: what rules take as printed. */
export const everything = [
  ...['mmstep_pte_set', 'mmstep_ptl_lock', 'mmstep_tlb_flush', 'mmstep_folio_ref', 'mmstep_folio_dirty', 'mmstep_ae_set'],
  ...['mmstep_gup_pin', 'mmstep_rmap_dup', 'mmstep_mm_seq', 'mmstep_vma_read_get', 'mmstep_vma_seq', 'mmstep_vma_rmap'],
  ...['mmstep_pt_unlink', 'mmap_lock_acquire_returned', 'mm_page_alloc', 'rss_stat', 'mmstep_swapcache', 'mmstep_wp_seq'],
];

export interface JudgeOptions {
  readonly kernel?: string;
  readonly design?: Partial<Design>;
  readonly names?: readonly string[];
  readonly clockSkew?: number;
}

/** Folds facts into an empty world and lets every rule judge them. */
export function judge(facts: readonly (Said | 'lost')[], options: JudgeOptions = {}): Judged {
  const kernel = profileFor(options.kernel ?? '7.2');
  if (!kernel) throw new Error('no such kernel');
  const world = new World(kernel, true);
  const checker = new Checker(world, {
    rules,
    design: designOf(kernel, options.design),
    settings: { clockSkew: options.clockSkew ?? 0, emptyAge: 1000, relinkAge: 1000, wakeAge: 1000 },
    names: new Set(options.names ?? everything),
    losses: [],
  });
  facts.forEach((said, i) => {
    if (said === 'lost') {
      world.lose(i + 1);
      checker.lost();
      return;
    }
    const { tid = 1, cpu = 0, ts = i * 1000, ...fact } = said;
    const seq = i + 1;
    world.now.seq = seq;
    world.now.task = world.task(tid, tid, 'test');
    checker.enter({ firstSeq: seq, n: 1, ts: [ts], cpu: [cpu] } as never);
    const at = { seq, tid, tgid: tid, comm: 'test' } as never;
    checker.before(world, fact as Fact, at);
    for (const model of models) model.on[fact.kind]?.(world, fact as never);
    checker.after(world, fact as Fact, at);
  });
  return Object.fromEntries(
    checker.cases.map((each) => [
      each.rule.id,
      { held: each.held, violated: each.violated, possible: each.possible, skipped: each.missed },
    ]),
  );
}

/** Ids of the rules that were violated. */
export const violatedBy = (facts: readonly Said[], options?: JudgeOptions): string[] =>
  Object.entries(judge(facts, options))
    .filter(([, { violated }]) => violated > 0)
    .map(([id]) => id);
