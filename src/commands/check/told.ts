import { formatTime } from '../../base/time.ts';
import { hex } from '../../base/word.ts';
import type { Violation } from '../../check/index.ts';
import { printEvent, type Store } from '../../store/index.ts';

/** A violation's objects, by name, as the kernel prints them. */
export function objectsOf({ finding }: Violation): Readonly<Record<string, string>> {
  const { mm, vma, va, pfn, table } = finding;
  const told: Record<string, string> = {};
  for (const [name, word] of Object.entries({ mm, vma, va, pfn, table }))
    if (word !== undefined && word !== -1) told[name] = hex(word);
  return told;
}

/** Events that led to a violation, the oldest first, without the one at which it shows. */
export const leading = ({ finding, seq }: Violation): number[] =>
  (finding.because ?? []).filter((each) => each > 0 && each !== seq);

/** Seconds of the trace clock at which a violation shows. */
export const timeOf = ({ ts }: Violation, store: Store): string => formatTime(store.originNs + BigInt(Math.round(ts)));

/** An event as it was printed: its name, and its text. */
export function eventText(store: Store, seq: number): string {
  const shape = store.db.prepare<[number], number>('SELECT shape FROM event WHERE seq = ?').pluck().get(seq);
  const name = shape === undefined ? '' : (store.dictionary.shapes[shape]?.name ?? '');
  const text = printEvent(store, seq);
  return text.startsWith(`${name}:`) ? text : `${name}: ${text}`;
}
