import type { Texts } from './texts.ts';
import type { Window } from './window.ts';

const DOT = 46;
const SPACE = 32;
const TAB = 9;

/** Slots for the flag columns met lately; a trace has a few dozen. */
const SLOTS = 256;

/** Whether c may stand in the flag column: a letter, a digit, `.` or `#`. */
function isFlag(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === DOT || c === 35;
}

/** Reads the irqs-off/need-resched/... column: 4 to 8 characters, by kernel and configuration. */
export class FlagColumn {
  /** Text id of the column just read, and where it ends. */
  id = 0;
  end = 0;
  private readonly window: Window;
  private readonly texts: Texts;
  /** Columns of four and five characters by their first six bytes, with the blank behind them. */
  private readonly firstFour = new Int32Array(SLOTS);
  private readonly nextTwo = new Int32Array(SLOTS);
  private readonly ids = new Uint16Array(SLOTS);
  private readonly lengths = new Uint8Array(SLOTS);

  constructor(window: Window, texts: Texts) {
    this.window = window;
    this.texts = texts;
  }

  /** Whether there is a flag column at i, followed by a blank. */
  read(i: number): boolean {
    const { view, bytes } = this.window;
    const four = view.getInt32(i, true);
    const two = view.getUint16(i + 4, true);
    const slot = (Math.imul(four, 0x2c1b3c6d) ^ Math.imul(two, 0x297a2d39)) >>> 24;
    if (this.firstFour[slot] === four && this.nextTwo[slot] === two && this.lengths[slot] > 0) {
      this.id = this.ids[slot];
      this.end = i + this.lengths[slot];
      return true;
    }
    let end = i;
    while (isFlag(bytes[end])) end++;
    const length = end - i;
    if (length < 4 || length > 8 || (bytes[end] !== SPACE && bytes[end] !== TAB)) return false;
    const id = this.texts.ofFlags(i, end);
    if (id < 0) return false;
    this.id = id;
    this.end = end;
    if (length <= 5) {
      this.firstFour[slot] = four;
      this.nextTwo[slot] = two;
      this.ids[slot] = id;
      this.lengths[slot] = length;
    }
    return true;
  }
}
