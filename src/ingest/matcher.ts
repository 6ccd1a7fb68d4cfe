import type { BatchBuilder } from './batch-builder.ts';
import { decode } from './decode.ts';
import { DECIMAL, DIGIT_OR_HEX, HEX, POINTER, type ShapeProgram, WORDS } from './shape-program.ts';
import type { Texts } from './texts.ts';
import type { Window } from './window.ts';

const SPACE = 32;
const DASH = 45;
const ZERO = 48;
const NINE = 57;
const EQUALS = 61;
const LOWER_X = 120;

const NOT_HEX = 255;
const MOST_FIELDS = 256;
const SAFE = Number.MAX_SAFE_INTEGER;

const HEX_DIGIT = new Uint8Array(256).fill(NOT_HEX);
for (let d = 0; d < 16; d++) HEX_DIGIT[d.toString(16).charCodeAt(0)] = d;

/** Value of two hex digits, by the 16-bit word that holds their characters; -1 for any other two characters. */
const PAIR = new Int16Array(65536).fill(-1);
for (let v = 0; v < 256; v++) PAIR[Buffer.from(v.toString(16).padStart(2, '0')).readUInt16LE()] = v;

const POWER16 = Float64Array.from({ length: 9 }, (_, k) => 16 ** k);

function isIdentifier(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= ZERO && c <= NINE) || c === 95 || c === 46 || c === DASH;
}

/** Whether a `key` that ends at `equals` (the index of `=`) begins after a blank or opening mark at or after `start`. */
function keyEndsAt(b: Uint8Array, start: number, equals: number): boolean {
  if (b[equals + 1] === EQUALS) return false;
  let i = equals - 1;
  while (i > start && isIdentifier(b[i])) i--;
  const c = b[i];
  return i >= start && i < equals - 1 && (c === SPACE || c === 9 || c === 44 || c === 59 || c === 40 || c === 123 || c === 91);
}

/**
 * Matches the text of a line against the skeleton of a shape and stores the values. A value counts only if printing it
 * gives the same bytes again (`0x0a`, `-0` and `007` do not), so what matches can be printed from the store exactly.
 */
export class Matcher {
  private readonly window: Window;
  private readonly batch: BatchBuilder;
  private readonly texts: Texts;
  private at = 0;
  /** Exact value of the number just read when no double holds it, else null. */
  private exact: bigint | null = null;
  /** Text fields of this line that differ from the text the field held last; they are interned if the line matches. */
  private newTexts = 0;
  private readonly textStart = new Int32Array(MOST_FIELDS);
  private readonly textEnd = new Int32Array(MOST_FIELDS);

  constructor(window: Window, batch: BatchBuilder, texts: Texts) {
    this.window = window;
    this.batch = batch;
    this.texts = texts;
  }

  /** Whether a program can be matched at all. */
  static accepts(fields: number): boolean {
    return fields <= MOST_FIELDS;
  }

  /** Whether [start, end) of the window has this shape; if so its values are stored from `batch.argEnd` on, which is not yet moved. */
  match(program: ShapeProgram, start: number, end: number): boolean {
    const { words, masks, wordEnds, ends, codes } = program;
    const fields = codes.length;
    const batch = this.batch;
    const firstArg = batch.argEnd;
    batch.reserve(fields);
    const args = batch.args;
    const { bytes: b, view } = this.window;
    let i = start;
    let literalStart = 0;
    let w = 0;
    let wide = false;
    this.newTexts = 0;
    for (let f = 0; ; f++) {
      const literalEnd = ends[f];
      const after = i + literalEnd - literalStart;
      literalStart = literalEnd;
      for (const wordEnd = wordEnds[f]; w < wordEnd; w++, i += 4) {
        if (((view.getInt32(i, true) ^ words[w]) & masks[w]) !== 0) return this.fail(wide, firstArg);
      }
      i = after;
      if (f === fields) break;
      const code = codes[f];
      if (code >= WORDS) {
        if (!this.text(program, f, i, end)) return this.fail(wide, firstArg);
      } else {
        let value: number;
        if (code === HEX) value = this.hex(b, i);
        else if (code === DECIMAL) value = this.decimal(b, i);
        else if (code === POINTER) value = this.pointer(b, i);
        else if (code === DIGIT_OR_HEX) value = this.digitOrHex(b, i);
        else value = this.unsigned(b, i);
        if (value !== value) return this.fail(wide, firstArg);
        args[firstArg + f] = value;
        if (this.exact !== null) {
          batch.wide.set(firstArg + f, this.exact);
          this.exact = null;
          wide = true;
        }
      }
      i = this.at;
    }
    if (i !== end) return this.fail(wide, firstArg);
    if (this.newTexts > 0) this.internTexts(program, firstArg);
    return true;
  }

  private fail(wide: boolean, firstArg: number): false {
    if (wide) for (const index of this.batch.wide.keys()) if (index >= firstArg) this.batch.wide.delete(index);
    this.exact = null;
    return false;
  }

  /** Finds the end of text field f, which begins at `start`: where the next literal comes for the first time. */
  private text(program: ShapeProgram, f: number, start: number, end: number): boolean {
    const b = this.window.bytes;
    const literals = program.literals;
    const literalStart = program.ends[f];
    const literalEnd = program.ends[f + 1];
    const last = program.lastText[f];
    if (last >= 0 && this.texts.isAt(last, start)) {
      const after = start + this.texts.lengthOf(last);
      let i = after;
      let l = literalStart;
      while (l < literalEnd && b[i] === literals[l]) {
        i++;
        l++;
      }
      if (l === literalEnd && (literalStart < literalEnd ? i <= end : i === end)) {
        this.textEnd[f] = -1;
        this.batch.args[this.batch.argEnd + f] = last;
        this.at = after;
        return true;
      }
    }
    const words = program.codes[f] === WORDS;
    const stop = literalStart < literalEnd ? literals[literalStart] : -1;
    let i = start;
    for (; i < end; i++) {
      const c = b[i];
      if (c === stop) {
        let k = 1;
        while (literalStart + k < literalEnd && b[i + k] === literals[literalStart + k]) k++;
        if (literalStart + k === literalEnd) break;
      }
      if (c === EQUALS && words && keyEndsAt(b, start, i)) return false;
    }
    if (i === end && stop !== -1) return false;
    if (words && i > start && (b[start] === SPACE || b[i - 1] === SPACE)) return false;
    this.newTexts++;
    this.textStart[f] = start;
    this.textEnd[f] = i;
    this.at = i;
    return true;
  }

  private internTexts(program: ShapeProgram, firstArg: number): void {
    const codes = program.codes;
    const args = this.batch.args;
    for (let f = 0; f < codes.length; f++) {
      if (codes[f] < WORDS || this.textEnd[f] < 0) continue;
      const known = this.texts.list.length;
      const id = this.texts.ofValue(this.textStart[f], this.textEnd[f], program.mayAddText(f));
      if (id === known) program.addedText(f);
      if (id >= 0) {
        program.lastText[f] = id;
        args[firstArg + f] = id;
      } else {
        args[firstArg + f] = -this.batch.inlineTexts.push(decode(this.window.bytes, this.textStart[f], this.textEnd[f]));
      }
    }
  }

  /** Reads canonical hex digits at i: no leading zero, at most 16; NaN when there are none. */
  private hex(b: Uint8Array, i: number): number {
    let high = HEX_DIGIT[b[i]];
    if (high === NOT_HEX) return Number.NaN;
    let d = HEX_DIGIT[b[++i]];
    if (high === 0) {
      this.at = i;
      return d === NOT_HEX ? 0 : Number.NaN;
    }
    let n = 1;
    for (; d !== NOT_HEX && n < 8; n++, d = HEX_DIGIT[b[++i]]) high = (high << 4) | d;
    if (d === NOT_HEX) {
      this.at = i;
      return high >>> 0;
    }
    let low = 0;
    for (n = 0; d !== NOT_HEX && n < 8; n++, d = HEX_DIGIT[b[++i]]) low = (low << 4) | d;
    this.at = i;
    return d === NOT_HEX ? this.word(high, low >>> 0, n) : Number.NaN;
  }

  /** Reads sixteen hex digits at i. */
  private pointer(b: Uint8Array, i: number): number {
    const view = this.window.view;
    const a = PAIR[view.getUint16(i, true)];
    const c = PAIR[view.getUint16(i + 2, true)];
    const d = PAIR[view.getUint16(i + 4, true)];
    const e = PAIR[view.getUint16(i + 6, true)];
    const f = PAIR[view.getUint16(i + 8, true)];
    const g = PAIR[view.getUint16(i + 10, true)];
    const h = PAIR[view.getUint16(i + 12, true)];
    const k = PAIR[view.getUint16(i + 14, true)];
    this.at = i + 16;
    if ((a | c | d | e | f | g | h | k) < 0 || HEX_DIGIT[b[i + 16]] !== NOT_HEX) return Number.NaN;
    return this.word((a << 24) | (c << 16) | (d << 8) | e, ((f << 24) | (g << 16) | (h << 8) | k) >>> 0, 8);
  }

  /** The word whose upper digits are `high` (eight of them) and whose lower `n` digits are `low`. */
  private word(high: number, low: number, n: number): number {
    const value = (n === 8 ? high | 0 : high >>> 0) * POWER16[n] + low;
    if (value > SAFE || value < -SAFE) {
      const exact = (BigInt(n === 8 ? high | 0 : high >>> 0) << BigInt(4 * n)) | BigInt(low);
      if (BigInt(value) !== exact) this.exact = exact;
    }
    return value;
  }

  private digitOrHex(b: Uint8Array, i: number): number {
    const c = b[i];
    if (c === ZERO && b[i + 1] === LOWER_X) {
      const value = this.hex(b, i + 2);
      return value >= 0 && value <= 9 ? Number.NaN : value;
    }
    this.at = i + 1;
    return c >= ZERO && c <= NINE ? c - ZERO : Number.NaN;
  }

  private decimal(b: Uint8Array, i: number): number {
    const first = i;
    const negative = b[i] === DASH;
    if (negative) i++;
    let d = b[i] - ZERO;
    if (!(d >= 0 && d <= 9)) return Number.NaN;
    if (d === 0) {
      this.at = i + 1;
      d = b[i + 1] - ZERO;
      return negative || (d >= 0 && d <= 9) ? Number.NaN : 0;
    }
    let value = 0;
    for (; d >= 0 && d <= 9; d = b[++i] - ZERO) value = value * 10 + d;
    this.at = i;
    if (value > SAFE) return this.long(b, first, i, -(2n ** 63n), 2n ** 63n);
    return negative ? -value : value;
  }

  private unsigned(b: Uint8Array, i: number): number {
    if (b[i] === DASH) return Number.NaN;
    const value = this.decimal(b, i);
    return value === value ? value : b[i] === ZERO ? value : this.long(b, i, this.at, 0n, 2n ** 64n);
  }

  /** Reads the decimal b[start..end), which is too long for a double, when it is in [least, most). */
  private long(b: Uint8Array, start: number, end: number, least: bigint, most: bigint): number {
    if (end - start > 20 || end <= start) return Number.NaN;
    const text = decode(b, start, end);
    if (!/^-?[0-9]+$/.test(text)) return Number.NaN;
    const printed = BigInt(text);
    if (printed < least || printed >= most) return Number.NaN;
    const exact = BigInt.asIntN(64, printed);
    const value = Number(exact);
    if (BigInt(value) !== exact) this.exact = exact;
    return value;
  }
}
