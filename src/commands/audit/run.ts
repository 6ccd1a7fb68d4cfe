import { Audit, type AuditResult } from '../../audit/audit.ts';
import { defaultMarker, markerReader } from '../../audit/marker.ts';
import { openSnapshots, type Snapshots } from '../../audit/open-snapshots.ts';
import { auditDocument } from '../../audit/report.ts';
import { exitCode, UsageError } from '../../base/errors.ts';
import { Session } from '../../replay/session.ts';
import { insideLoss } from '../../replay/source.ts';
import { WorldView } from '../../replay/view.ts';
import { printEvent, type Store } from '../../store/index.ts';
import { namedKernel } from '../parts/asked-kernel.ts';
import { type Given, optionText } from '../parts/command.ts';
import type { Io } from '../parts/io.ts';
import { askedFormat, withOutput } from '../parts/print-rows.ts';
import { storeSource } from '../parts/store-source.ts';
import { withStore } from '../parts/with-store.ts';
import { foldOthers } from './fold-others.ts';
import { replayedState } from './replayed-state.ts';
import { auditRows } from './rows.ts';
import { auditTable } from './table.ts';

/** Replays a store to every marker that has snapshots, compares, and prints; 1 when something observed is wrong. */
export async function runAudit(given: Given, io: Io): Promise<number> {
  const format = await askedFormat(given);
  const path = optionText(given, 'snapshots');
  if (path === undefined) throw new UsageError('audit needs --snapshots: a folder of snapshot files, or a tar archive of them');
  const readMarker = markerReader(optionText(given, 'marker') ?? defaultMarker);
  const audit = new Audit(askedCount(given));
  const result = await withStore(given.args[0], (store) => {
    const snapshots = openSnapshots(path);
    judgeAll(store, snapshots, markersOf(store, snapshots, readMarker, io), audit, given, io);
    return audit.result();
  });
  await withOutput(given, io, async (sink) => {
    if (format.name === 'json') await sink.write(`${JSON.stringify(auditDocument(result), null, 1)}\n`);
    else if (format.name === 'table') await auditTable(result, sink);
    else await format.write(auditRows(result), sink);
  });
  return codeOf(result);
}

function codeOf({ wrongObserved }: AuditResult): number {
  return wrongObserved > 0 ? exitCode.findings : exitCode.ok;
}

/** A marker of the trace that has snapshots. */
interface MarkedMoment {
  readonly marker: number;
  readonly seq: number;
}

function markersOf(store: Store, snapshots: Snapshots, read: (text: string) => number | null, io: Io): MarkedMoment[] {
  const wanted = new Set(snapshots.markers);
  const moments: MarkedMoment[] = [];
  for (const seq of store.db.prepare<[], number>('SELECT seq FROM marker ORDER BY seq').pluck().iterate()) {
    const marker = read(printEvent(store, seq).trim());
    if (marker !== null && wanted.delete(marker)) moments.push({ marker, seq });
  }
  if (moments.length === 0) {
    throw new UsageError(
      'no marker of this trace belongs to a snapshot: mmfold report STORE markers lists them, --marker says how they begin',
    );
  }
  if (wanted.size > 0) io.warn(`snapshots without a marker in the trace, not compared: ${[...wanted].join(', ')}`);
  return moments;
}

/** Goes from marker to marker, and judges on the way. */
function judgeAll(
  store: Store,
  snapshots: Snapshots,
  moments: readonly MarkedMoment[],
  audit: Audit,
  given: Given,
  io: Io,
): void {
  const source = storeSource(store);
  const session = new Session(source, namedKernel(given));
  const nextMarker = store.db.prepare<[number], number>('SELECT min(seq) FROM marker WHERE seq > ?').pluck();
  for (const [i, { marker, seq }] of moments.entries()) {
    const state = replayedState(seq, session.seek(seq));
    audit.judge(snapshots.read(marker), state, () => {
      const end = nextMarker.get(seq) ?? null;
      const settled = end === null ? null : foldOthers(source, session.kernel, session.pages, seq, end);
      return settled && replayedState(seq, new WorldView(settled.world, insideLoss(source.losses, seq)));
    });
    io.screen?.draw(i + 1 < moments.length ? `marker ${i + 1} of ${moments.length}` : '');
  }
}

function askedCount(given: Given): number {
  const text = optionText(given, 'differences') ?? '10';
  if (!/^\d+$/.test(text)) throw new UsageError(`--differences wants a number, not '${text}'`);
  return Number(text);
}
