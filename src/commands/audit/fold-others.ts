import type { Dictionary, EventBatch } from '../../events/batch.ts';
import type { KernelProfile } from '../../models/kernel-profile.ts';
import type { PageMap } from '../../replay/boot.ts';
import type { Fold } from '../../replay/fold.ts';
import { foldTo, type ReplaySource } from '../../replay/source.ts';

/**
 * Folds to event `begin` and then only what other tasks than the one of that event did before `end`: whoever takes a snapshot
 * prints in his own events what he reads, which would make the comparison worthless. Null when no probe saw the others.
 */
export function foldOthers(
  source: ReplaySource,
  kernel: KernelProfile,
  pages: PageMap | null,
  begin: number,
  end: number,
): Fold | null {
  const watcher = tidAt(source, begin);
  const between = [...source.batches(begin + 1, end)].flatMap((batch) => withoutTask(batch, source.dictionary, watcher));
  const seen = between.some((run) => run.shape.subarray(0, run.n).some((shape) => source.dictionary.shapes[shape].probe));
  if (!seen) return null;
  const fold = foldTo(source, begin, kernel, pages);
  for (const run of between) fold.apply(run);
  return fold;
}

function tidAt(source: ReplaySource, seq: number): number {
  for (const batch of source.batches(seq, seq + 1)) return source.dictionary.tasks[batch.task[0]].tid;
  return -1;
}

/** The runs of consecutive events of a batch that are of other tasks. */
function withoutTask(batch: EventBatch, { tasks }: Dictionary, tid: number): EventBatch[] {
  const runs: EventBatch[] = [];
  for (let from = 0; from < batch.n; ) {
    let to = from;
    while (to < batch.n && tasks[batch.task[to]].tid !== tid) to++;
    if (to > from) runs.push(slice(batch, from, to));
    from = to + 1;
  }
  return runs;
}

function slice(batch: EventBatch, from: number, to: number): EventBatch {
  return {
    ...batch,
    firstSeq: batch.firstSeq + from,
    n: to - from,
    ts: batch.ts.subarray(from),
    cpu: batch.cpu.subarray(from),
    task: batch.task.subarray(from),
    flags: batch.flags.subarray(from),
    shape: batch.shape.subarray(from),
    argStart: batch.argStart.subarray(from),
    losses: batch.losses
      .filter(({ index }) => index >= from && index < to)
      .map((loss) => ({ ...loss, index: loss.index - from })),
  };
}
