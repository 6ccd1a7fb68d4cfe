import { UsageError } from '../base/errors.ts';
import { formatTime, parseMoment } from '../base/time.ts';
import { printEvent } from './event-text.ts';
import type { Store } from './store.ts';

/** A point between two events: after event `seq`. */
export interface Moment {
  readonly seq: number;
  /** The time asked for, or that of the event, in ns of the trace clock. */
  readonly tsNs: bigint;
  /** A sentence for the person when T lies after the last event; else null. */
  readonly warning: string | null;
}

/**
 * Finds the moment that a T means in this trace. Throws UsageError when it is malformed, before the first event, or
 * names an event or marker that is not there.
 */
export function resolveMoment(store: Store, text: string): Moment {
  const moment = parseMoment(text);
  switch (moment.kind) {
    case 'start':
      return atTime(store, store.firstTs, text);
    case 'end':
      return { seq: store.lastSeq, tsNs: store.lastTs, warning: null };
    case 'time':
      return atTime(store, moment.ns, text);
    case 'offset':
      return atTime(store, store.firstTs + moment.ns, text);
    case 'event':
      return atEvent(store, moment.seq, text);
    case 'marker':
      return atEvent(store, findMarker(store, moment.text, moment.nth), text);
  }
}

/** Number of the last event with time <= ns; 0 when there is none. Rows are in the order of time, so it is halved to. */
export function lastSeqAt({ db, lastSeq }: Store, ns: bigint): number {
  const ts = db.prepare<[number], bigint>('SELECT ts FROM event WHERE seq = ?').pluck().safeIntegers();
  let low = 0;
  let high = lastSeq;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((ts.get(middle) as bigint) <= ns) low = middle;
    else high = middle - 1;
  }
  return low;
}

function atTime(store: Store, ns: bigint, text: string): Moment {
  if (ns < store.firstTs) {
    throw new UsageError(
      `${text} is before the first event: the trace runs from ${formatTime(store.firstTs)} to ${formatTime(store.lastTs)}`,
    );
  }
  if (ns > store.lastTs) {
    const warning = `${text} is after the last event at ${formatTime(store.lastTs)}: this is the last state`;
    return { seq: store.lastSeq, tsNs: ns, warning };
  }
  return { seq: lastSeqAt(store, ns), tsNs: ns, warning: null };
}

function atEvent(store: Store, seq: number, text: string): Moment {
  if (seq < 1 || seq > store.lastSeq) throw new UsageError(`there is no event ${text}: they go from #1 to #${store.lastSeq}`);
  const tsNs = store.db.prepare<[number], bigint>('SELECT ts FROM event WHERE seq = ?').pluck().safeIntegers().get(seq);
  return { seq, tsNs: tsNs as bigint, warning: null };
}

function findMarker(store: Store, text: string, nth: number): number {
  let found = 0;
  for (const seq of store.db.prepare<[], number>('SELECT seq FROM marker ORDER BY seq').pluck().iterate()) {
    if (printEvent(store, seq).includes(text) && ++found === nth) return seq;
  }
  const times = found === 1 ? 'once' : `${found} times`;
  throw new UsageError(found === 0 ? `no marker contains '${text}'` : `'${text}' is in a marker only ${times}`);
}
