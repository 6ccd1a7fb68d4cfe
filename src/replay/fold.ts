import type { Dictionary, EventBatch } from '../events/batch.ts';
import type { At, Emit, EventType } from '../events/define.ts';
import { eventTypes } from '../events/index.ts';
import type { Fact, FactKind } from '../facts/index.ts';
import type { KernelProfile } from '../models/kernel-profile.ts';
import { World } from '../models/world.ts';
import { type BoundShape, bindShape } from './bind.ts';
import { BootFacts, type PageMap } from './boot.ts';
import { showsEntries } from './choose-kernel.ts';
import type { FactRecorder, RecordedKind } from './fact-recorder.ts';
import { type Reducer, reducersFor } from './reducers.ts';
import { TaskCache } from './task-cache.ts';

/** Sees each fact as it is folded; what it is told must not be changed. */
export interface Observer {
  before?(world: World, fact: Fact, at: At): void;
  after?(world: World, fact: Fact, at: At): void;
  /** Events were lost just before event `seq`. */
  lost?(world: World, seq: number): void;
}

/** Where facts of a kind go. */
interface Route {
  readonly kind: FactKind;
  readonly reducers: readonly Reducer[];
  readonly recorded: RecordedKind | null;
  facts: number;
}

/** Folds batches of events into a World, event by event. */
export class Fold {
  readonly world: World;
  /** Events that would have given a fact but for a field their probe does not fetch: what lacks -> number of events. */
  readonly lacking = new Map<string, number>();
  private readonly dictionary: Dictionary;
  private readonly bound: BoundShape[] = [];
  private readonly routes = new Map<FactKind, Route>();
  /** By shape: the route of its last fact, which most often is that of the next. */
  private readonly recent: (Route | undefined)[] = [];
  private readonly at: {
    seq: number;
    tid: number;
    tgid: number;
    comm: string;
    wide: ReadonlyMap<number, bigint>;
    boot: BootFacts;
  };
  private readonly reducers: ReadonlyMap<FactKind, readonly Reducer[]>;
  private readonly observer: Observer | null;
  private readonly recorder: FactRecorder | null;
  private readonly tasks: TaskCache;
  private taskId = 0;
  private shapeId = 0;
  private inlineTexts: readonly string[] = [];
  private readonly types: readonly EventType[];

  constructor(
    dictionary: Dictionary,
    kernel: KernelProfile,
    pages: PageMap | null,
    types: readonly EventType[] = eventTypes,
    observer: Observer | null = null,
    recorder: FactRecorder | null = null,
  ) {
    this.observer = observer;
    this.recorder = recorder;
    this.dictionary = dictionary;
    this.types = types;
    const shows = showsEntries(dictionary.shapes);
    this.world = new World(kernel, shows);
    this.at = { seq: 0, tid: 0, tgid: -1, comm: '', wide: new Map(), boot: new BootFacts(kernel, pages) };
    this.tasks = new TaskCache(this.world, dictionary.tasks);
    this.reducers = reducersFor(shows);
    if (recorder) {
      this.world.onComplaint = (rule) => {
        this.world.countComplaint(rule);
        recorder.complaint(rule, this.at.seq, this.taskId);
      };
    }
  }

  /** Facts by kind. */
  get factCounts(): ReadonlyMap<string, number> {
    return new Map([...this.routes].map(([kind, { facts }]) => [kind, facts]));
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
        this.recorder?.loss(at.seq);
        this.observer?.lost?.(world, at.seq);
      }
      this.shapeId = batch.shape[i];
      const shape = bound[this.shapeId] ?? this.bind(this.shapeId);
      this.taskId = batch.task[i];
      const task = dictionary.tasks[this.taskId];
      at.tid = task.tid;
      at.tgid = task.tgid ?? -1;
      at.comm = task.comm;
      world.now.seq = at.seq;
      if (this.tasks.enter(this.taskId)) this.recorder?.seen(at.seq, this.taskId);
      shape.run(batch.args, batch.argStart[i], this.emit, at);
      for (let k = 0; k < shape.lacking.length; k++) this.miss(shape.lacking[k]);
    }
  }

  private miss(what: string): void {
    this.lacking.set(what, (this.lacking.get(what) ?? 0) + 1);
    this.recorder?.lacking(what, this.at.seq, this.taskId);
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
    const { world, at } = this;
    const recent = this.recent[this.shapeId];
    const route = recent?.kind === fact.kind ? recent : this.route(fact.kind);
    route.facts++;
    if (route.recorded) this.recorder?.fact(route.recorded, fact, at.seq, this.taskId);
    if (this.observer?.before) this.observer.before(world, fact, at);
    const { reducers } = route;
    for (let i = 0; i < reducers.length; i++) reducers[i](world, fact);
    if (this.observer?.after) this.observer.after(world, fact, at);
  };

  private route(kind: FactKind): Route {
    let route = this.routes.get(kind);
    if (!route) {
      route = { kind, reducers: this.reducers.get(kind) ?? [], recorded: this.recorder?.recordedKind(kind) ?? null, facts: 0 };
      this.routes.set(kind, route);
    }
    this.recent[this.shapeId] = route;
    return route;
  }
}
