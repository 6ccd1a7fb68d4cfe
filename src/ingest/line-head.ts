import type { Tasks } from './tasks.ts';
import type { Texts } from './texts.ts';

const SPACE = 32;
const TAB = 9;
const DOT = 46;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** Nanoseconds of one unit in the last place, by number of printed digits. */
const UNIT = [0, 0, 0, 0, 0, 0, 1000, 100, 10, 1];

/** Whether c may stand in the flag column: a letter, a digit, `.` or `#`. */
function isFlag(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === DOT || c === 35;
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

  private readonly tasks: Tasks;
  private readonly texts: Texts;
  /** The columns before `[` of the line above: most lines have the same, which saves looking for the bracket. */
  private readonly above = new Uint8Array(64);
  private aboveLength = -1;
  private aboveTask = 0;

  constructor(tasks: Tasks, texts: Texts) {
    this.tasks = tasks;
    this.texts = texts;
  }

  /** Whether b[start..end) begins with such columns; if so the fields hold them. b[end] must be readable. */
  read(b: Uint8Array, start: number, end: number): boolean {
    const length = this.aboveLength;
    if (length >= 0 && start + length < end && this.sameAsAbove(b, start) && this.readAnchor(b, start + length, end)) {
      this.task = this.aboveTask;
      return true;
    }
    for (let i = start; i < end; i++) {
      if (b[i] !== OPEN_BRACKET || !this.readAnchor(b, i, end)) continue;
      const task = this.tasks.of(b, start, i);
      if (task < 0) continue;
      this.task = task;
      this.remember(b, start, i, task);
      return true;
    }
    return false;
  }

  private sameAsAbove(b: Uint8Array, start: number): boolean {
    const above = this.above;
    const length = this.aboveLength;
    for (let i = 0; i < length; i++) if (above[i] !== b[start + i]) return false;
    return b[start + length] === OPEN_BRACKET;
  }

  private remember(b: Uint8Array, start: number, bracket: number, task: number): void {
    const length = bracket - start;
    if (length > this.above.length) {
      this.aboveLength = -1;
      return;
    }
    for (let i = 0; i < length; i++) this.above[i] = b[start + i];
    this.aboveLength = length;
    this.aboveTask = task;
  }

  /** Reads `[cpu] flags seconds.fraction: ` at i. */
  private readAnchor(b: Uint8Array, i: number, end: number): boolean {
    let digit = 0;
    let cpu = 0;
    const first = ++i;
    for (digit = b[i] - 48; digit >= 0 && digit <= 9; digit = b[++i] - 48) cpu = cpu * 10 + digit;
    if (i - first < 3 || cpu > 0xffff || b[i++] !== CLOSE_BRACKET) return false;
    if (b[i] !== SPACE && b[i] !== TAB) return false;
    while (b[i] === SPACE || b[i] === TAB) i++;
    let flagStart = i;
    digit = b[i] - 48;
    if (digit < 0 || digit > 9) {
      while (isFlag(b[i])) i++;
      if (i - flagStart < 4 || i - flagStart > 8 || (b[i] !== SPACE && b[i] !== TAB)) return false;
    }
    const flagEnd = i;
    while (b[i] === SPACE || b[i] === TAB) i++;
    const firstSecond = i;
    let seconds = 0;
    for (digit = b[i] - 48; digit >= 0 && digit <= 9; digit = b[++i] - 48) seconds = seconds * 10 + digit;
    if (i === firstSecond || i - firstSecond > 12 || b[i++] !== DOT) return false;
    const firstFraction = i;
    let fraction = 0;
    for (digit = b[i] - 48; digit >= 0 && digit <= 9; digit = b[++i] - 48) fraction = fraction * 10 + digit;
    const places = i - firstFraction;
    if (places < 6 || places > 9 || b[i++] !== COLON || i > end) return false;
    if (i < end) {
      if (b[i] !== SPACE && b[i] !== TAB) return false;
      i++;
    }
    if (flagEnd === flagStart) this.flags = 0;
    else if (!this.sameFlags(b, flagStart, flagEnd)) {
      flagStart = this.texts.ofFlags(b, flagStart, flagEnd);
      if (flagStart < 0) return false;
      this.flags = flagStart;
    }
    this.cpu = cpu;
    this.seconds = seconds;
    this.nanoseconds = fraction * UNIT[places];
    this.body = i;
    return true;
  }

  private sameFlags(b: Uint8Array, start: number, end: number): boolean {
    return this.texts.lengthOf(this.flags) === end - start && this.texts.equals(this.flags, b, start);
  }
}
