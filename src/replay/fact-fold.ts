import type { Task } from '../events/batch.ts';
import type { World } from '../models/world.ts';
import { type FactBlock, readBlock } from './fact-block.ts';
import { Mark, type RowKind, rowKinds } from './fact-kinds.ts';
import { type Reducer, reducersFor } from './reducers.ts';
import { TaskCache } from './task-cache.ts';

/** Folds blocks of facts into a World: what Fold does, without events. */
export class FactFold {
  readonly world: World;
  /** What events lacked for a fact -> number of events. */
  readonly lacking: Map<string, number>;
  private readonly kinds: readonly (RowKind | null)[] = rowKinds();
  private readonly reducers: readonly (readonly Reducer[])[];
  private readonly tasks: TaskCache;
  /** Number of the last event folded. */
  seq: number;

  /** Goes on with a world that has been folded up to and including event `seq`. */
  constructor(world: World, seq: number, lacking: Map<string, number>, tasks: readonly Task[]) {
    this.world = world;
    this.seq = seq;
    this.lacking = lacking;
    this.tasks = new TaskCache(world, tasks);
    const reducers = reducersFor(world.showsEntries);
    this.reducers = this.kinds.map((kind) => (kind && reducers.get(kind.name)) ?? []);
  }

  /** Folds what the block says of the events after the last one folded, up to and including `lastSeq`. */
  apply(bytes: Uint8Array, lastSeq: number): void {
    const block = readBlock(bytes, this.kinds);
    const cursors = new Uint32Array(this.kinds.length);
    const { world, kinds, reducers, tasks } = this;
    const { n, kind, seq, task, columns } = block;
    for (let i = 0; i < n; i++) {
      const number = kind[i];
      const at = cursors[number]++;
      if (seq[i] <= this.seq) continue;
      if (seq[i] > lastSeq) break;
      world.now.seq = seq[i];
      if (number === Mark.loss) {
        world.lose(seq[i]);
        continue;
      }
      tasks.enter(task[i]);
      const row = kinds[number];
      if (!row) {
        if (number === Mark.lacking) this.miss(block, at);
        continue;
      }
      const fact = row.make(columns[number] as Float64Array[], at);
      const list = reducers[number];
      for (let k = 0; k < list.length; k++) list[k](world, fact);
    }
    this.seq = Math.max(this.seq, lastSeq);
  }

  private miss({ columns, lacking }: FactBlock, at: number): void {
    const what = lacking[columns[Mark.lacking]?.[0][at] ?? 0];
    this.lacking.set(what, (this.lacking.get(what) ?? 0) + 1);
  }
}
