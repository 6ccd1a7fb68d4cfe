import { FlagColumn } from './flag-column.ts';
import type { Tasks } from './tasks.ts';
import type { Texts } from './texts.ts';
import type { Window } from './window.ts';

const SPACE = 32;
const TAB = 9;
const DOT = 46;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** Nanoseconds of one unit in the last place, by number of printed digits. */
const UNIT = [0, 0, 0, 0, 0, 0, 1000, 100, 10, 1];

/** Value of two decimal digits, by the 16-bit word that holds their characters; -1 for any other two characters. */
const PAIR = new Int8Array(65536).fill(-1);
for (let v = 0; v < 100; v++) PAIR[Buffer.from(String(v).padStart(2, '0')).readUInt16LE()] = v;

/** The value of six decimal digits at i; -1 when they are none. */
function sixDigits(view: DataView, i: number): number {
  const a = PAIR[view.getUint16(i, true)];
  const b = PAIR[view.getUint16(i + 2, true)];
  const c = PAIR[view.getUint16(i + 4, true)];
  return (a | b | c) < 0 ? -1 : a * 10000 + b * 100 + c;
}

/**
 * Reads all of an event line before its text: `comm-pid (tgid) [cpu] flags seconds.fraction: `, in which the tgid and
 * the flags may be missing. As a comm can hold anything, the columns are found from the leftmost `[digits]` that is
 * followed by a time; the text after it cannot mislead, and a comm is too short to hold such a thing.
 */
export class LineHead {
  task = 0;
  cpu = 0;
  /** Text id of the flag column. */
  flags = 0;
  seconds = 0;
  nanoseconds = 0;
  /** Where the text begins. */
  body = 0;

  private readonly window: Window;
  private readonly tasks: Tasks;
  private readonly flagColumn: FlagColumn;
  /** Where the columns before `[` of a line above stand: most lines have the same, which saves looking for the bracket. */
  private above = 0;
  private aboveLength = -1;
  private aboveTask = 0;

  constructor(window: Window, tasks: Tasks, texts: Texts) {
    this.window = window;
    this.tasks = tasks;
    this.flagColumn = new FlagColumn(window, texts);
  }

  /** Whether [start, end) of the window begins with such columns; if so the fields hold them. */
  read(start: number, end: number): boolean {
    const length = this.aboveLength;
    if (length >= 0 && start + length < end && this.isAboveAt(start) && this.readAnchor(start + length, end)) {
      this.task = this.aboveTask;
      return true;
    }
    const b = this.window.bytes;
    for (let i = start; i < end; i++) {
      if (b[i] !== OPEN_BRACKET || !this.readAnchor(i, end)) continue;
      const task = this.tasks.of(start, i);
      if (task < 0) continue;
      this.task = task;
      this.above = start;
      this.aboveLength = i - start;
      this.aboveTask = task;
      return true;
    }
    return false;
  }

  /** Forgets the line above: the window holds other bytes from now on. */
  forget(): void {
    this.aboveLength = -1;
  }

  private isAboveAt(start: number): boolean {
    const { above, aboveLength: length } = this;
    const { view, bytes } = this.window;
    let k = 0;
    for (; k + 8 <= length; k += 8) {
      if (view.getFloat64(start + k, true) !== view.getFloat64(above + k, true)) return false;
    }
    for (; k < length; k++) if (bytes[above + k] !== bytes[start + k]) return false;
    return bytes[start + length] === OPEN_BRACKET;
  }

  /** Reads `[cpu] flags seconds.fraction: ` at the bracket. */
  private readAnchor(bracket: number, end: number): boolean {
    const b = this.window.bytes;
    let i = bracket + 1;
    let cpu = 0;
    let digit = b[i] - 48;
    for (; digit >= 0 && digit <= 9; digit = b[++i] - 48) cpu = cpu * 10 + digit;
    if (i - bracket < 4 || cpu > 0xffff || b[i] !== CLOSE_BRACKET) return false;
    i++;
    if (b[i] !== SPACE && b[i] !== TAB) return false;
    while (b[i] === SPACE || b[i] === TAB) i++;
    digit = b[i] - 48;
    let flags = 0;
    if (digit < 0 || digit > 9) {
      if (!this.flagColumn.read(i)) return false;
      flags = this.flagColumn.id;
      i = this.flagColumn.end;
      while (b[i] === SPACE || b[i] === TAB) i++;
    }
    const firstSecond = i;
    let seconds = 0;
    for (digit = b[i] - 48; digit >= 0 && digit <= 9; digit = b[++i] - 48) seconds = seconds * 10 + digit;
    if (i === firstSecond || i - firstSecond > 12 || b[i] !== DOT) return false;
    const dot = i++;
    let fraction = sixDigits(this.window.view, i);
    if (fraction < 0) return false;
    i += 6;
    for (digit = b[i] - 48; digit >= 0 && digit <= 9; digit = b[++i] - 48) fraction = fraction * 10 + digit;
    const places = i - dot - 1;
    if (places > 9 || b[i] !== COLON || i >= end) return false;
    i++;
    if (i < end && b[i] !== SPACE && b[i] !== TAB) return false;
    this.cpu = cpu;
    this.flags = flags;
    this.seconds = seconds;
    this.nanoseconds = fraction * UNIT[places];
    this.body = i < end ? i + 1 : i;
    return true;
  }
}
