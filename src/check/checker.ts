import type { EventBatch } from '../events/batch.ts';
import type { At } from '../events/define.ts';
import type { Fact, FactKind } from '../facts/index.ts';
import { type Design, Protocol, stepModels } from '../models/protocol/index.ts';
import type { World } from '../models/world.ts';
import type { Observer } from '../replay/fold.ts';
import type { LossWindow } from '../replay/source.ts';
import { Case, type Finding, type Findings, type Settings, type Status } from './case.ts';
import { Order } from './order.ts';
import type { Rule } from './rule.ts';

/** A rule that did not hold: where, and why. */
export interface Violation {
  readonly rule: Rule;
  readonly seq: number;
  /** ns since the trace's origin. */
  readonly ts: number;
  readonly cpu: number;
  readonly tid: number;
  readonly comm: string;
  status: Status;
  readonly finding: Finding;
}

/** Violations of one rule that are kept whole; more are only counted. */
const KEPT = 1000;

type Step = (p: Protocol, fact: Fact) => void;
type Judge = (c: Case, fact: Fact) => void;

/** What happens at one kind of fact, in this order; the world's reducers run between `steps` and `late`. */
interface Route {
  readonly before: readonly (readonly [Case, Judge])[];
  readonly steps: readonly Step[];
  readonly late: readonly Step[];
  readonly after: readonly (readonly [Case, Judge])[];
}

/** How a check is made. */
export interface CheckOptions {
  readonly rules: readonly Rule[];
  readonly design: Design;
  readonly settings: Settings;
  /** Names of the events of the trace: what it can tell at all. */
  readonly names: ReadonlySet<string>;
  readonly losses: readonly LossWindow[];
}

/** Watches a fold and judges every fact by the rules. Give it each batch before the fold gets it. */
export class Checker implements Observer, Findings {
  readonly violations: Violation[] = [];
  readonly cases: readonly Case[];
  private readonly p: Protocol;
  private readonly routes = new Map<FactKind, Route | null>();
  private readonly order: Order;
  private batch: EventBatch | null = null;
  private comm = '';
  /** Gaps in the events that are open: nothing is judged inside. */
  private readonly gaps: readonly { readonly from: number; readonly to: number }[];
  private gap = 0;

  constructor(world: World, { rules, design, settings, names, losses }: CheckOptions) {
    this.p = new Protocol(world, design, names);
    this.order = new Order(settings.clockSkew);
    const judged = rules.filter((rule) => !rule.sameAs && (rule.holdsFor?.(design) ?? true));
    this.cases = judged.map((rule) => new Case(rule, this.p, settings, this));
    this.gaps = losses
      .map(({ afterSeq, beforeSeq }) => ({ from: (afterSeq ?? 0) + 1, to: beforeSeq ?? Number.POSITIVE_INFINITY }))
      .sort((a, b) => a.from - b.from);
  }

  /** The batch whose events come next. */
  enter(batch: EventBatch): void {
    this.batch = batch;
  }

  before(_world: World, fact: Fact, at: At): void {
    const { p } = this;
    if (at.seq !== p.now.seq) this.moveTo(at);
    const route = this.route(fact.kind);
    if (!route) return;
    const judging = !this.insideGap(at.seq);
    if (judging) for (let i = 0; i < route.before.length; i++) route.before[i][1](route.before[i][0], fact);
    for (let i = 0; i < route.steps.length; i++) route.steps[i](p, fact);
  }

  after(_world: World, fact: Fact, at: At): void {
    const { p } = this;
    const route = this.route(fact.kind);
    if (!route) return;
    for (let i = 0; i < route.late.length; i++) route.late[i](p, fact);
    if (route.after.length > 0 && !this.insideGap(at.seq))
      for (let i = 0; i < route.after.length; i++) route.after[i][1](route.after[i][0], fact);
    this.order.saw(p.now, fact);
  }

  /** The trace is over. */
  end(): void {
    if (this.insideGap(this.p.now.seq)) return;
    for (const each of this.cases) each.rule.atEnd?.(each);
  }

  lost(): void {
    this.p.forget();
  }

  found(c: Case, finding: Finding): void {
    const { p, order } = this;
    const possible = finding.possible === true || order.unsure(p.now, finding);
    if (possible) c.possible++;
    else c.violated++;
    if (c.violated + c.possible > KEPT) return;
    const { seq, ts, cpu, tid } = p.now;
    const violation: Violation = {
      rule: c.rule,
      seq,
      ts,
      cpu,
      tid,
      comm: this.comm,
      status: possible ? 'possible' : 'violated',
      finding,
    };
    this.violations.push(violation);
    if (possible) return;
    order.watch(p.now, finding, () => {
      violation.status = 'possible';
      c.violated--;
      c.possible++;
    });
  }

  private moveTo(at: At): void {
    const { now } = this.p;
    now.seq = at.seq;
    now.tid = at.tid;
    this.comm = at.comm;
    if (!this.batch) return;
    const i = at.seq - this.batch.firstSeq;
    now.ts = this.batch.ts[i];
    now.cpu = this.batch.cpu[i];
  }

  private insideGap(seq: number): boolean {
    const { gaps } = this;
    while (this.gap < gaps.length && gaps[this.gap].to <= seq) this.gap++;
    for (let i = this.gap; i < gaps.length && gaps[i].from <= seq; i++) if (seq < gaps[i].to) return true;
    return false;
  }

  private route(kind: FactKind): Route | null {
    const known = this.routes.get(kind);
    if (known !== undefined) return known;
    const route: Route = {
      before: this.judges(kind, 'before'),
      steps: stepModels.map((model) => model.on[kind] as Step | undefined).filter((step) => step !== undefined),
      late: stepModels.map((model) => model.late?.[kind] as Step | undefined).filter((step) => step !== undefined),
      after: this.judges(kind, 'after'),
    };
    const busy = route.before.length + route.steps.length + route.late.length + route.after.length > 0;
    this.routes.set(kind, busy ? route : null);
    return busy ? route : null;
  }

  private judges(kind: FactKind, when: 'before' | 'after'): (readonly [Case, Judge])[] {
    const judges: (readonly [Case, Judge])[] = [];
    for (const each of this.cases) {
      const judge = each.rule[when]?.[kind] as Judge | undefined;
      if (judge) judges.push([each, judge]);
    }
    return judges;
  }
}
