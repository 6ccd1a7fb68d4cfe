import { UsageError } from './errors.ts';

/**
 * A moment as the person wrote it, before any trace is asked. A time means: after all events with time <= T; an event
 * or a marker: just after that very event.
 */
export type MomentText =
  | { readonly kind: 'time'; readonly ns: bigint }
  | { readonly kind: 'offset'; readonly ns: bigint }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'event'; readonly seq: number }
  | { readonly kind: 'marker'; readonly text: string; readonly nth: number };

const digitsOfUnit = { s: 9, ms: 6, us: 3, ns: 0 } as const;

/**
 * Reads every form of T: `102.345678901`, `1500us`, `+1.5ms`, `start`, `end`, `#123`, `@TEXT`, `@TEXT~2`.
 * Throws UsageError for anything else.
 */
export function parseMoment(text: string): MomentText {
  if (text === 'start' || text === 'end') return { kind: text };
  if (text.startsWith('@')) return parseMarker(text);
  if (text.startsWith('#')) return parseEvent(text);
  const offset = text.startsWith('+');
  const ns = parseDuration(offset ? text.slice(1) : text);
  if (ns === null) throw malformed(text);
  return { kind: offset ? 'offset' : 'time', ns };
}

/**
 * Reads seconds, or a number with ns, us, ms or s, as whole nanoseconds; null when it is no such text. What is finer
 * than a nanosecond is cut off: no event lies between.
 */
export function parseDuration(text: string): bigint | null {
  const match = /^(\d+)(?:\.(\d+))?(ns|us|ms|s)?$/.exec(text);
  if (!match) return null;
  const digits = digitsOfUnit[(match[3] ?? 's') as keyof typeof digitsOfUnit];
  const fraction = (match[2] ?? '').slice(0, digits).padEnd(digits, '0');
  return BigInt(match[1] + fraction);
}

/** Prints nanoseconds of the trace clock as seconds with nine digits: `59.094715000`. */
export function formatTime(ns: bigint): string {
  const digits = (ns < 0n ? -ns : ns).toString().padStart(10, '0');
  return `${ns < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function parseEvent(text: string): MomentText {
  const seq = Number(text.slice(1));
  if (!/^#\d+$/.test(text) || !Number.isSafeInteger(seq)) throw malformed(text);
  return { kind: 'event', seq };
}

function parseMarker(text: string): MomentText {
  const match = /^@(.+?)(?:~(\d+))?$/s.exec(text);
  if (!match || match[2] === '0') throw malformed(text);
  return { kind: 'marker', text: match[1], nth: Number(match[2] ?? 1) };
}

function malformed(text: string): UsageError {
  return new UsageError(`'${text}' is no time: write 102.345, 1500us, +1.5ms, start, end, #123 or @MARKER`);
}
