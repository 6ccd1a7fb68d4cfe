import type { Task } from '../events/batch.ts';
import { decode } from './decode.ts';
import { ByteInterner } from './intern.ts';
import type { Window } from './window.ts';

/** Spellings of task columns that are remembered; beyond, a column is parsed anew on each line. */
const MOST_SPELLINGS = 65536;
const NOT_A_TASK = -1;

const COLUMNS = /^\s*(.*)-(\d{1,10})(?:\s*\((?:\s*(\d{1,10})|-+)\))?\s*$/s;

/**
 * Reads the columns before `[CPU]`: `comm-pid`, then perhaps `(tgid)` or `(-----)`. A comm may hold blanks, dashes,
 * brackets and colons, so the pid is what follows the last dash.
 * Null when the text is no such columns.
 */
export function parseTask(columns: string): Task | null {
  const found = COLUMNS.exec(columns);
  if (found === null) return null;
  return { comm: found[1], tid: Number(found[2]), tgid: found[3] === undefined ? null : Number(found[3]) };
}

/** The table behind `Dictionary.tasks`. */
export class Tasks {
  readonly list: Task[] = [];
  private readonly window: Window;
  private readonly spellings: ByteInterner;
  private readonly taskOfSpelling: number[] = [];
  private readonly ids = new Map<string, number>();

  constructor(window: Window) {
    this.window = window;
    this.spellings = new ByteInterner(window, MOST_SPELLINGS);
  }

  /** The id of the task in columns [start, end) of the window; -1 when they hold none. */
  of(start: number, end: number): number {
    const spelling = this.spellings.intern(start, end);
    if (spelling < 0) return this.parse(start, end);
    if (spelling === this.taskOfSpelling.length) this.taskOfSpelling.push(this.parse(start, end));
    return this.taskOfSpelling[spelling];
  }

  private parse(start: number, end: number): number {
    const task = parseTask(decode(this.window.bytes, start, end));
    if (task === null) return NOT_A_TASK;
    const key = `${task.tid} ${task.tgid} ${task.comm}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, this.list.length);
    return this.list.push(task) - 1;
  }
}
