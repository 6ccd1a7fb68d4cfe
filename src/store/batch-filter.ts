import type { Dictionary } from '../events/batch.ts';
import type { ImportFilter, SourceBatch } from './source.ts';

/** Which events to keep; what is not given lets all pass. Times are in ns of the trace clock, both ends included. */
export interface Wanted {
  readonly since?: bigint;
  readonly until?: bigint;
  /** Thread or process ids. */
  readonly pids?: ReadonlySet<number>;
  readonly cpus?: ReadonlySet<number>;
  /** Tells by an event's name. */
  readonly event?: (name: string) => boolean;
}

/** Leaves events out of batches, and numbers the rest anew. */
export class BatchFilter implements ImportFilter {
  readonly text: string;
  /** Events left out so far. */
  filtered = 0;
  readonly #wanted: Wanted;
  readonly #dictionary: Dictionary;
  readonly #shapeWanted: boolean[] = [];
  readonly #taskWanted: boolean[] = [];
  #kept = 0;
  #lastKept = false;

  constructor(text: string, wanted: Wanted, dictionary: Dictionary) {
    this.text = text;
    this.#wanted = wanted;
    this.#dictionary = dictionary;
  }

  /** What is left of the next batch; `originNs` is the time of its ts 0. */
  apply(batch: SourceBatch, originNs: bigint): SourceBatch {
    this.#learn();
    const firstSeq = this.#kept + 1;
    const before = this.#lastKept;
    const index = this.#wantedIndex(batch, originNs);
    const keptUpTo = (old: number): number => firstSeq - 1 + countBelow(index, old - batch.firstSeq + 1);
    const isKept = (old: number): boolean => (old < batch.firstSeq ? before : keptUpTo(old) > keptUpTo(old - 1));
    const continuations = batch.continuations.filter(({ seq }) => isKept(seq));
    this.#kept += index.length;
    this.filtered += batch.n - index.length;
    if (batch.n > 0) this.#lastKept = index.at(-1) === batch.n - 1;
    return {
      ...batch,
      ...columns(batch, index),
      firstSeq,
      n: index.length,
      losses: batch.losses.map((mark) => ({ ...mark, index: countBelow(index, mark.index) })),
      diagnostics: batch.diagnostics.map((each) => ({ ...each, afterSeq: keptUpTo(each.afterSeq) })),
      continuations: continuations.map((each) => ({ ...each, seq: keptUpTo(each.seq) })),
    };
  }

  #wantedIndex({ n, ts, cpu, task, shape }: SourceBatch, originNs: bigint): readonly number[] {
    const { since, until, cpus } = this.#wanted;
    const from = since === undefined ? Number.NEGATIVE_INFINITY : Number(since - originNs);
    const to = until === undefined ? Number.POSITIVE_INFINITY : Number(until - originNs);
    const index: number[] = [];
    for (let i = 0; i < n; i++) {
      const inTime = ts[i] >= from && ts[i] <= to;
      if (inTime && this.#shapeWanted[shape[i]] && this.#taskWanted[task[i]] && (cpus?.has(cpu[i]) ?? true)) index.push(i);
    }
    return index;
  }

  #learn(): void {
    const { pids, event } = this.#wanted;
    const { shapes, tasks } = this.#dictionary;
    for (const { name } of shapes.slice(this.#shapeWanted.length)) this.#shapeWanted.push(event?.(name) ?? true);
    for (const { tid, tgid } of tasks.slice(this.#taskWanted.length)) {
      this.#taskWanted.push(pids === undefined || pids.has(tid) || (tgid !== null && pids.has(tgid)));
    }
  }
}

function columns(batch: SourceBatch, index: readonly number[]) {
  const { argStart, args, wide } = batch;
  const size = index.reduce((sum, i) => sum + argStart[i + 1] - argStart[i], 0);
  const kept = { argStart: new Uint32Array(index.length + 1), args: new Float64Array(size), wide: new Map<number, bigint>() };
  let at = 0;
  index.forEach((i, k) => {
    for (let j = argStart[i]; j < argStart[i + 1]; j++) {
      kept.args[at] = args[j];
      const exact = wide.get(j);
      if (exact !== undefined) kept.wide.set(at, exact);
      at++;
    }
    kept.argStart[k + 1] = at;
  });
  return {
    ...kept,
    ts: Float64Array.from(index, (i) => batch.ts[i]),
    cpu: Uint16Array.from(index, (i) => batch.cpu[i]),
    task: Uint32Array.from(index, (i) => batch.task[i]),
    flags: Uint16Array.from(index, (i) => batch.flags[i]),
    shape: Uint16Array.from(index, (i) => batch.shape[i]),
  };
}

/** How many of the ascending numbers are below `limit`. */
function countBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
