import { UsageError } from '../../base/errors.ts';
import { formatTime } from '../../base/time.ts';
import { parseHex } from '../../base/word.ts';
import { type Part, parts, type ReplayAnswer, replayJson } from '../../replay/replay-json.ts';
import { type Only, Session } from '../../replay/session.ts';
import type { LossWindow } from '../../replay/source.ts';
import type { MmView, WorldView } from '../../replay/view.ts';
import { resolveMoment, type Store } from '../../store/index.ts';
import { namedKernel } from '../parts/asked-kernel.ts';
import { type Given, optionText } from '../parts/command.ts';
import type { Io } from '../parts/io.ts';
import { askedFormat, withOutput } from '../parts/print-rows.ts';
import { storeSource } from '../parts/store-source.ts';
import { withStore } from '../parts/with-store.ts';
import { replayRows } from './rows.ts';
import { replayTable } from './table.ts';

/** Replays a store to the moment asked for and prints what is asked of it. */
export async function runReplay(given: Given, io: Io): Promise<undefined> {
  const format = await askedFormat(given);
  await withStore(given.args[0], async (store) => {
    // The table for a person shows no folios.
    const countsFolios = format.name !== 'table';
    const answer = answerOf(store, given, io, countsFolios);
    await withOutput(given, io, async (sink) => {
      if (format.name === 'json') for (const text of inChunks(replayJson(answer))) await sink.write(text);
      else if (format.name === 'table') for (const text of inChunks(replayTable(answer, store))) await sink.write(text);
      else await format.write(replayRows(answer), sink);
    });
  });
  return undefined;
}

/** Bytes that are worth a system call. */
const CHUNK = 65_536;

/** Joins small pieces of text. */
function* inChunks(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function answerOf(store: Store, given: Given, io: Io, countsFolios: boolean): ReplayAnswer {
  const show = askedParts(given);
  const pid = askedPid(store, given);
  const mm = askedWord(given, 'mm');
  const addr = askedWord(given, 'addr');
  const pfn = askedWord(given, 'pfn');
  const moment = resolveMoment(store, optionText(given, 'to') ?? 'end');
  if (moment.warning) io.warn(moment.warning);
  const source = storeSource(store);
  const session = new Session(source, namedKernel(given));
  if (!session.isFolded)
    io.warn(`${store.path} is not folded for this: it is replayed from its first event; mmfold fold makes that fast`);
  const view = session.seek(moment.seq, onlyOf(pid, mm, pfn, countsFolios && show.has('folio')));
  return {
    seq: moment.seq,
    tsNs: moment.tsNs,
    time: formatTime(moment.tsNs),
    mms: wantedMms(view, pid, mm),
    world: session.world,
    show,
    addr,
    pfn,
    coverage: {
      kernel: session.kernel.name,
      page_map: session.pages !== null,
      inside_loss: session.insideLoss,
      lacking: Object.fromEntries(session.lacking),
      disagreements: Object.fromEntries(session.world.complaints),
    },
    losses: source.losses.map(lossJson),
  };
}

/** The one address space that is asked for, where what others map does not matter: mapcounts are over all of them. */
function onlyOf(pid: number | null, mm: number | null, pfn: number | null, countsFolios: boolean): Only | null {
  if (countsFolios || pfn !== null) return null;
  if (mm !== null) return { mm };
  return pid === null ? null : { pid };
}

function wantedMms(view: WorldView, pid: number | null, mm: number | null): MmView[] {
  if (mm !== null) {
    const found = view.mmAt(mm);
    return found ? [found] : [];
  }
  const all = view.mms();
  return pid === null ? all : all.filter((each) => each.pids.includes(pid));
}

const lossJson = ({ cpu, count, afterSeq, beforeSeq }: LossWindow): Record<string, unknown> => ({
  cpu,
  count,
  after_seq: afterSeq,
  before_seq: beforeSeq,
});

function askedParts(given: Given): ReadonlySet<Part> {
  const text = optionText(given, 'show');
  if (text === undefined) return new Set(parts);
  const asked = text.split(',').map((part) => part.trim());
  for (const part of asked) {
    if (!parts.includes(part as Part)) throw new UsageError(`--show has no part '${part}': use ${parts.join(', ')}`);
  }
  return new Set(asked as Part[]);
}

function askedPid(store: Store, given: Given): number | null {
  const text = optionText(given, 'pid');
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) throw new UsageError(`--pid wants a number, not '${text}'`);
  const pid = Number(text);
  const seen = store.dictionary.tasks.some((task) => (task.tgid ?? task.tid) === pid || task.tid === pid);
  if (!seen)
    throw new UsageError(
      `pid ${pid} is not in this trace: mmfold query ${store.path} 'SELECT DISTINCT tgid, comm FROM task' lists those that are`,
    );
  const thread = store.dictionary.tasks.find((task) => task.tid === pid && task.tgid !== null);
  return thread?.tgid ?? pid;
}

function askedWord(given: Given, name: string): number | null {
  const text = optionText(given, name);
  if (text === undefined) return null;
  const word = parseHex(text);
  if (word === null) throw new UsageError(`--${name} wants a hexadecimal number such as 0x7fdf23216000, not '${text}'`);
  return Number(word);
}
