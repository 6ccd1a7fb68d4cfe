import type { Task } from '../events/batch.ts';
import { decode } from './decode.ts';
import { ByteInterner } from './intern.ts';

/** Spellings of task columns that are remembered; beyond, a column is parsed anew on each line. */
const MOST_SPELLINGS = 65536;
const NOT_A_TASK = -1;

const SPACE = 32;
const TAB = 9;
const DASH = 45;
const OPEN = 40;
const CLOSE = 41;

function isBlank(c: number): boolean {
  return c === SPACE || c === TAB;
}

/** Number in b[start..end); -1 when that is empty, longer than ten digits or no number. */
function digits(b: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 10) return -1;
  let value = 0;
  for (let i = start; i < end; i++) {
    const d = b[i] - 48;
    if (d < 0 || d > 9) return -1;
    value = value * 10 + d;
  }
  return value;
}

/** Index of the last c in b[start..end); start - 1 when there is none. */
function lastOf(b: Uint8Array, c: number, start: number, end: number): number {
  let i = end - 1;
  while (i >= start && b[i] !== c) i--;
  return i;
}

/**
 * Reads the columns before `[CPU]`: `comm-pid`, then perhaps `(tgid)` or `(-----)`. A comm may hold blanks, dashes,
 * brackets and colons, so the pid is what follows the last dash.
 * Null when the bytes are no such columns.
 */
export function parseTask(b: Uint8Array, start: number, end: number): Task | null {
  while (start < end && isBlank(b[start])) start++;
  while (end > start && isBlank(b[end - 1])) end--;
  let tgid: number | null = null;
  if (end > start && b[end - 1] === CLOSE) {
    const open = lastOf(b, OPEN, start, end - 1);
    if (open < start) return null;
    let first = open + 1;
    while (b[first] === SPACE) first++;
    if (b[first] !== DASH) {
      tgid = digits(b, first, end - 1);
      if (tgid < 0) return null;
    }
    end = open;
    while (end > start && isBlank(b[end - 1])) end--;
  }
  const dash = lastOf(b, DASH, start, end);
  if (dash < start) return null;
  const tid = digits(b, dash + 1, end);
  return tid < 0 ? null : { comm: decode(b, start, dash), tid, tgid };
}

/** The table behind `Dictionary.tasks`. */
export class Tasks {
  readonly list: Task[] = [];
  private readonly spellings = new ByteInterner(MOST_SPELLINGS);
  private readonly taskOfSpelling: number[] = [];
  private readonly ids = new Map<string, number>();

  /** The id of the task in columns b[start..end); -1 when they hold none. */
  of(b: Uint8Array, start: number, end: number): number {
    const spelling = this.spellings.intern(b, start, end);
    if (spelling < 0) return this.parse(b, start, end);
    if (spelling === this.taskOfSpelling.length) this.taskOfSpelling.push(this.parse(b, start, end));
    return this.taskOfSpelling[spelling];
  }

  private parse(b: Uint8Array, start: number, end: number): number {
    const task = parseTask(b, start, end);
    if (task === null) return NOT_A_TASK;
    const key = `${task.tid} ${task.tgid} ${task.comm}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, this.list.length);
    return this.list.push(task) - 1;
  }
}
