import type { EventBatch } from '../../src/events/batch.ts';
import { openTrace } from '../../src/ingest/index.ts';
import { kernelProfiles } from '../../src/models/kernel-profile.ts';
import type { World } from '../../src/models/world.ts';
import { chooseKernel } from '../../src/replay/choose-kernel.ts';
import { RecordedFold } from '../../src/replay/recorded-fold.ts';
import { parts, replayJson } from '../../src/replay/replay-json.ts';
import type { Piece } from '../../src/replay/restore.ts';
import type { Derived, FoldedSource } from '../../src/replay/session.ts';
import { learnPages, type ReplaySource } from '../../src/replay/source.ts';
import { WorldView } from '../../src/replay/view.ts';

/** A trace read into memory. Events are numbered as they stand in the file: give it one that is in order. */
export async function readTrace(path: string): Promise<ReplaySource> {
  const input = await openTrace(path);
  const batches: EventBatch[] = [];
  for await (const batch of input.batches()) batches.push(batch);
  await input.close();
  return sourceOf(input.dictionary, batches);
}

export function sourceOf(dictionary: ReplaySource['dictionary'], batches: readonly EventBatch[]): ReplaySource {
  const last = batches[batches.length - 1];
  return {
    dictionary,
    lastSeq: last ? last.firstSeq + last.n - 1 : 0,
    losses: [],
    batches: (from, to) => batches.flatMap((batch) => part(batch, from, to)),
  };
}

/** The events from <= seq < to of a batch, as a batch of their own. */
function part(batch: EventBatch, from: number, to: number): EventBatch[] {
  const begin = Math.max(0, from - batch.firstSeq);
  const end = Math.min(batch.n, to - batch.firstSeq);
  if (begin >= end) return [];
  return [
    {
      ...batch,
      firstSeq: batch.firstSeq + begin,
      n: end - begin,
      ts: batch.ts.subarray(begin, end),
      cpu: batch.cpu.subarray(begin, end),
      task: batch.task.subarray(begin, end),
      flags: batch.flags.subarray(begin, end),
      shape: batch.shape.subarray(begin, end),
      argStart: batch.argStart.subarray(begin, end + 1),
      losses: batch.losses
        .filter(({ index }) => index >= begin && (index < end || end === batch.n))
        .map((loss) => ({ ...loss, index: loss.index - begin })),
    },
  ];
}

/** Event i of a batch, as a batch of its own. */
export function oneEvent(batch: EventBatch, i: number): EventBatch {
  return part(batch, batch.firstSeq + i, batch.firstSeq + i + 1)[0];
}

/**
 * Folds a source in batches of `batchEvents`, with a checkpoint whenever `rowsBetween` facts were folded; `taken` is the part of
 * the room for what is derived that is not there any more.
 */
export function folded(
  source: ReplaySource,
  rowsBetween: number,
  batchEvents: number,
  taken = 0,
): FoldedSource & { readonly derived: Derived; readonly checkpoints: number; readonly pieces: readonly Piece[] } {
  const blocks: { firstSeq: number; lastSeq: number; bytes: Uint8Array }[] = [];
  const pieces: Piece[] = [];
  const checkpoints: { seq: number; bytes: Uint8Array }[] = [];
  const kernel = chooseKernel(source.dictionary.shapes) ?? kernelProfiles[kernelProfiles.length - 1];
  const pages = learnPages(source);
  const sink = {
    block: (firstSeq: number, lastSeq: number, _rows: number, bytes: Uint8Array) =>
      blocks.push({ firstSeq, lastSeq, bytes: bytes.slice() }),
    piece: (previous: number, bytes: Uint8Array) => pieces.push({ previous, bytes: bytes.slice() }),
    checkpoint: (seq: number, bytes: Uint8Array) => checkpoints.push({ seq, bytes: bytes.slice() }),
    bytes: taken,
    allowance: () => 1,
  };
  const fold = new RecordedFold(source.dictionary, kernel, pages, sink, rowsBetween);
  for (let seq = 1; seq <= source.lastSeq; seq += batchEvents) {
    for (const batch of source.batches(seq, seq + batchEvents)) fold.apply(batch);
  }
  fold.finish();
  const before = (seq: number) => checkpoints.findLast((each) => each.seq <= seq) ?? null;
  return {
    ...source,
    checkpoints: checkpoints.length,
    pieces,
    derived: {
      kernel: kernel.name,
      pages,
      blocks: (from, to) => blocks.filter(({ firstSeq, lastSeq }) => lastSeq >= from && firstSeq <= to),
      checkpointBefore: (seq) => before(seq)?.seq ?? 0,
      checkpoint: before,
      piece: (id) => pieces[id - 1],
      ahead: null,
    },
  };
}

/** The whole state as `replay --format json` prints it. */
export function stateText(world: World, lacking: ReadonlyMap<string, number>, seq: number, only?: number): string {
  const view = new WorldView(world, false);
  const shown = only === undefined ? parts : parts.filter((name) => name !== 'folio');
  const pieces = replayJson({
    seq,
    tsNs: 0n,
    time: '0',
    mms: only === undefined ? view.mms(true) : view.mms(true).filter(({ mm }) => mm === only),
    world,
    show: new Set(shown),
    addr: null,
    pfn: null,
    coverage: { lacking: Object.fromEntries(lacking), disagreements: Object.fromEntries(world.complaints) },
    losses: [],
  });
  return [...pieces].join('');
}
