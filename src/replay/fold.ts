import type { Dictionary, EventBatch } from '../events/batch.ts';
import type { At, Emit, EventType } from '../events/define.ts';
import { eventTypes } from '../events/index.ts';
import type { Fact, FactKind } from '../facts/index.ts';
import type { Model } from '../models/define.ts';
import { models, stockModels } from '../models/index.ts';
import type { KernelProfile } from '../models/kernel-profile.ts';
import { World } from '../models/world.ts';
import { type BoundShape, bindShape } from './bind.ts';
import { BootFacts, type PageMap } from './boot.ts';
import { showsEntries } from './choose-kernel.ts';

type Reducer = (world: World, fact: Fact) => void;

/** Sees each fact as it is folded; what it is told must not be changed. */
export interface Observer {
  before?(world: World, fact: Fact, at: At): void;
  after?(world: World, fact: Fact, at: At): void;
  /** Events were lost just before event `seq`. */
  lost?(world: World, seq: number): void;
}

/** Folds batches of events into a World, event by event. */
export class Fold {
  readonly world: World;
  /** Events that would have given a fact but for a field their probe does not fetch: what lacks -> number of events. */
  readonly lacking = new Map<string, number>();
  /** Facts by kind. */
  readonly factCounts = new Map<string, number>();
  private readonly dictionary: Dictionary;
  private readonly bound: BoundShape[] = [];
  private readonly reducers: ReadonlyMap<FactKind, readonly Reducer[]>;
  private readonly at: {
    seq: number;
    tid: number;
    tgid: number;
    comm: string;
    wide: ReadonlyMap<number, bigint>;
    boot: BootFacts;
  };
  private readonly observer: Observer | null;
  private inlineTexts: readonly string[] = [];
  private readonly types: readonly EventType[];

  constructor(
    dictionary: Dictionary,
    kernel: KernelProfile,
    pages: PageMap | null,
    types: readonly EventType[] = eventTypes,
    observer: Observer | null = null,
  ) {
    this.observer = observer;
    this.dictionary = dictionary;
    this.types = types;
    const shows = showsEntries(dictionary.shapes);
    this.world = new World(kernel, shows);
    this.at = { seq: 0, tid: 0, tgid: -1, comm: '', wide: new Map(), boot: new BootFacts(kernel, pages) };
    this.reducers = routes(shows ? models : [...models, ...stockModels]);
  }

  /** Number of the last event folded. */
  get seq(): number {
    return this.at.seq;
  }

  /** Folds the events of the batch up to and including number `lastSeq`. */
  apply(batch: EventBatch, lastSeq = Number.POSITIVE_INFINITY): void {
    const { world, at, dictionary, bound } = this;
    this.inlineTexts = batch.inlineTexts;
    at.wide = batch.wide;
    const last = Math.min(batch.n, lastSeq - batch.firstSeq + 1);
    let nextLoss = 0;
    for (let i = 0; i < last; i++) {
      at.seq = batch.firstSeq + i;
      while (nextLoss < batch.losses.length && batch.losses[nextLoss].index <= i) {
        nextLoss++;
        world.now.seq = at.seq;
        world.lose(at.seq);
        this.observer?.lost?.(world, at.seq);
      }
      const shapeId = batch.shape[i];
      const shape = bound[shapeId] ?? this.bind(shapeId);
      const task = dictionary.tasks[batch.task[i]];
      at.tid = task.tid;
      at.tgid = task.tgid ?? -1;
      at.comm = task.comm;
      world.now.seq = at.seq;
      world.now.task = world.task(task.tid, at.tgid, task.comm);
      shape.run(batch.args, batch.argStart[i], this.emit, at);
      if (shape.lacking.length > 0) for (const what of shape.lacking) this.lacking.set(what, (this.lacking.get(what) ?? 0) + 1);
    }
  }

  private bind(id: number): BoundShape {
    const { texts } = this.dictionary;
    const bound = bindShape(this.dictionary.shapes[id], this.types, (text) =>
      text >= 0 ? texts[text] : this.inlineTexts[-1 - text],
    );
    this.bound[id] = bound;
    return bound;
  }

  private readonly emit: Emit = (fact) => {
    const reducers = this.reducers.get(fact.kind);
    this.factCounts.set(fact.kind, (this.factCounts.get(fact.kind) ?? 0) + 1);
    if (this.observer?.before) this.observer.before(this.world, fact, this.at);
    if (reducers) for (let i = 0; i < reducers.length; i++) reducers[i](this.world, fact);
    if (this.observer?.after) this.observer.after(this.world, fact, this.at);
  };
}

/** Which reducers see which kind of fact, in the order of the models. */
function routes(models: readonly Model[]): Map<FactKind, Reducer[]> {
  const table = new Map<FactKind, Reducer[]>();
  for (const model of models) {
    for (const [kind, reducer] of Object.entries(model.on)) {
      const list = table.get(kind as FactKind) ?? [];
      list.push(reducer as Reducer);
      table.set(kind as FactKind, list);
    }
  }
  return table;
}
