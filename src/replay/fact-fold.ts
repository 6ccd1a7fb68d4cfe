import type { Task } from '../events/batch.ts';
import { PageSet } from '../models/stock/page-set.ts';
import type { World } from '../models/world.ts';
import { type FactBlock, readBlock } from './fact-block.ts';
import { Mark, type RowKind } from './fact-kinds.ts';
import { type Reducer, reducersFor } from './reducers.ts';
import { TaskCache } from './task-cache.ts';

/** A block as it lies in a store. */
export interface StoredFacts {
  /** The last event it covers. */
  readonly lastSeq: number;
  readonly bytes: Uint8Array;
}

/** A way from one moment to another in the time of a blink takes fewer; more are folded so many at a time. */
const BLOCKS_AT_ONCE = 16;

/** Folds blocks of facts into a World: what Fold does, without events. */
export class FactFold {
  readonly world: World;
  /** What events lacked for a fact -> number of events. */
  readonly lacking: Map<string, number>;
  private readonly kinds: readonly (RowKind | null)[];
  private readonly reducers: readonly (readonly Reducer[])[];
  private readonly tasks: TaskCache;
  /** Number of the last event folded. */
  seq: number;

  /** Goes on with a world that has been folded up to and including event `seq`; `kinds` are those of rowKinds(). */
  constructor(
    world: World,
    seq: number,
    lacking: Map<string, number>,
    tasks: readonly Task[],
    kinds: readonly (RowKind | null)[],
  ) {
    this.world = world;
    this.seq = seq;
    this.lacking = lacking;
    this.kinds = kinds;
    this.tasks = new TaskCache(world, tasks);
    // Where entries were left out, facts would disagree with a state that was whole.
    world.onComplaint = () => {};
    const reducers = reducersFor(world.showsEntries);
    this.reducers = kinds.map((kind) => (kind && reducers.get(kind.name)) ?? []);
  }

  /** Folds what the blocks say of the events after the last one folded, up to and including `lastSeq`. */
  apply(blocks: Iterable<StoredFacts>, lastSeq: number): void {
    const next: FactBlock[] = [];
    let end = this.seq;
    const fold = (): void => {
      this.expectFrees(next);
      for (const block of next) this.applyBlock(block, end);
      next.length = 0;
      this.seq = Math.max(this.seq, end);
    };
    for (const block of blocks) {
      next.push(readBlock(block.bytes, this.kinds, lastSeq));
      end = Math.min(block.lastSeq, lastSeq);
      if (next.length >= BLOCKS_AT_ONCE) fold();
    }
    if (next.length > 0) fold();
  }

  /** Tells the reverse map which pages will be freed: after a restore finding those is far cheaper than finding all. */
  private expectFrees(blocks: readonly FactBlock[]): void {
    const { reverseMap } = this.world;
    if (!reverseMap?.isBehind) return;
    const freed = new PageSet();
    const kind = this.kinds.findIndex((each) => each?.name === 'folio_free');
    for (const { columns } of blocks) {
      const [pfn, order] = columns[kind] ?? [];
      for (let i = 0; i < (pfn?.length ?? 0); i++) freed.addBlock(pfn[i], order[i]);
    }
    reverseMap.expect(freed);
  }

  private applyBlock(block: FactBlock, lastSeq: number): void {
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
        else if (number === Mark.complaint) world.countComplaint(wordOf(block, number, at));
        continue;
      }
      const fact = row.make(columns[number] as Float64Array[], at);
      const list = reducers[number];
      for (let k = 0; k < list.length; k++) list[k](world, fact);
    }
  }

  private miss(block: FactBlock, at: number): void {
    const what = wordOf(block, Mark.lacking, at);
    this.lacking.set(what, (this.lacking.get(what) ?? 0) + 1);
  }
}

function wordOf({ columns, words }: FactBlock, mark: number, at: number): string {
  return words[columns[mark]?.[0][at] ?? 0];
}
