import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Audit, type AuditResult, type MarkedSnapshots } from '../../src/audit/audit.ts';
import { defaultMarker, markerReader } from '../../src/audit/marker.ts';
import { openSnapshots } from '../../src/audit/open-snapshots.ts';
import { inKernel, sum, type Tally } from '../../src/audit/tally.ts';
import { replayedState } from '../../src/commands/audit/replayed-state.ts';
import type { EventBatch } from '../../src/events/batch.ts';
import { readers } from '../../src/ingest/readers/index.ts';
import { SLACK } from '../../src/ingest/window.ts';
import { kernelProfiles } from '../../src/models/kernel-profile.ts';
import type { World } from '../../src/models/world.ts';
import type { PageMap } from '../../src/replay/boot.ts';
import { chooseKernel } from '../../src/replay/choose-kernel.ts';
import { Fold } from '../../src/replay/fold.ts';
import { learnPages, type ReplaySource } from '../../src/replay/source.ts';
import { WorldView } from '../../src/replay/view.ts';

export const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

/** The text of a fixture's trace. */
export const textOf = (name: string): string => gunzipSync(readFileSync(join(fixtures, name, 'trace.txt.gz'))).toString('latin1');

/** A trace in memory; the lines must be in the order of time. */
export interface Trace {
  readonly source: ReplaySource;
  /** Number and seq of each `GT n BEGIN`. */
  readonly markers: readonly { readonly marker: number; readonly seq: number }[];
}

export function readTrace(text: string): Trace {
  const parser = readers[0].open(16384);
  const bytes = Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from('\n'), Buffer.alloc(SLACK)]);
  const batches: EventBatch[] = [];
  const take = (): void => {
    const batch = parser.take();
    if (batch) batches.push(batch);
  };
  for (let at = 0; at < bytes.length - SLACK; ) {
    at = parser.parse(bytes, at, bytes.length - SLACK);
    if (parser.isFull) take();
  }
  take();
  const { dictionary } = parser;
  const source: ReplaySource = {
    dictionary,
    lastSeq: batches.reduce((n, batch) => n + batch.n, 0),
    losses: [],
    batches: (fromSeq, toSeq) => batches.filter((batch) => batch.firstSeq < toSeq && batch.firstSeq + batch.n > fromSeq),
  };
  return { source, markers: [...markersOf(batches, source)] };
}

function* markersOf(batches: readonly EventBatch[], { dictionary }: ReplaySource): Generator<{ marker: number; seq: number }> {
  const read = markerReader(defaultMarker);
  const names = dictionary.shapes.map(({ name }) => name);
  for (const { n, firstSeq, shape, argStart, args, inlineTexts } of batches) {
    for (let i = 0; i < n; i++) {
      if (names[shape[i]] !== 'tracing_mark_write') continue;
      const { literals, fields } = dictionary.shapes[shape[i]];
      const text = fields.reduce((so, { format }, k) => {
        const value = args[argStart[i] + k];
        const printed = format === 'text' ? (value < 0 ? inlineTexts[-1 - value] : dictionary.texts[value]) : String(value);
        return so + printed + literals[k + 1];
      }, literals[0]);
      const marker = read(text.trim());
      if (marker !== null) yield { marker, seq: firstSeq + i };
    }
  }
}

/** A fold that is about to begin, as the kernel that the trace shows. */
function foldOf({ dictionary }: ReplaySource, pages: PageMap | null): Fold {
  return new Fold(dictionary, chooseKernel(dictionary.shapes) ?? kernelProfiles[kernelProfiles.length - 1], pages);
}

/** The world after the last event of a trace. */
export function foldAll(text: string): World {
  const { source } = readTrace(text);
  const fold = foldOf(source, learnPages(source));
  for (const batch of source.batches(1, source.lastSeq + 1)) fold.apply(batch);
  return fold.world;
}

/** What came of comparing a fixture's snapshots with the replay of some trace. */
export interface Judged {
  readonly result: AuditResult;
  readonly disagreements: ReadonlyMap<string, number>;
}

/** The snapshots of a fixture, parsed once, to judge replays by. */
export class Truth {
  private readonly snapshots: readonly MarkedSnapshots[];

  constructor(name: string) {
    const { markers, read } = openSnapshots(join(fixtures, name, 'snapshots.tar.br'));
    this.snapshots = markers.map(read);
  }

  judge(text: string): Judged {
    const { source, markers } = readTrace(text);
    const fold = foldOf(source, learnPages(source));
    const audit = new Audit(20);
    for (const { marker, seq } of markers) {
      const saved = this.snapshots.find((each) => each.marker === marker);
      if (!saved) continue;
      for (const batch of source.batches(fold.seq + 1, seq + 1)) fold.apply(rest(batch, fold.seq), seq);
      audit.judge(saved, replayedState(seq, new WorldView(fold.world, false)));
    }
    return { result: audit.result(), disagreements: fold.world.complaints };
  }
}

/** The events of a batch after event `seq`. */
function rest(batch: EventBatch, seq: number): EventBatch {
  const from = Math.max(0, seq + 1 - batch.firstSeq);
  if (from === 0) return batch;
  const { ts, cpu, task, flags, shape, argStart } = batch;
  const [after, n] = [(column: Float64Array) => column.subarray(from), batch.n - from];
  return {
    ...batch,
    firstSeq: batch.firstSeq + from,
    n,
    ts: after(ts),
    cpu: cpu.subarray(from),
    task: task.subarray(from),
    flags: flags.subarray(from),
    shape: shape.subarray(from),
    argStart: argStart.subarray(from),
    losses: batch.losses.filter(({ index }) => index >= from).map((loss) => ({ ...loss, index: loss.index - from })),
  };
}

/** `matched/kernel`, what is extra and what is different, of one comparison. */
export function score({ result }: Judged, comparison: string): string {
  const tally = result.total.get(comparison);
  if (!tally) return 'not compared';
  return `${sum(tally.matched)} of ${inKernel(tally)}, extra ${sum(tally.extra)}, different ${sum(tally.different)}`;
}

/** `exact` or the score, for each comparison. */
export function scores(judged: Judged, comparisons: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    comparisons.map((name) => {
      const tally = judged.result.total.get(name);
      const exact =
        tally !== undefined && sum(tally.matched) === inKernel(tally) && sum(tally.extra) === 0 && inKernel(tally) > 0;
      return [name, exact ? 'exact' : score(judged, name)];
    }),
  );
}

/** The share of right ones that the replay calls observed. */
export const observedShare = ({ matched }: Tally): number => matched.observed / sum(matched);
