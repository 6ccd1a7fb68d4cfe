import { decode } from './decode.ts';
import { DECIMAL, DIGIT_OR_HEX, HEX, POINTER } from './shape-program.ts';
import type { Window } from './window.ts';

const DASH = 45;
const ZERO = 48;
const NINE = 57;
const LOWER_X = 120;

const NOT_HEX = 255;
const SAFE = Number.MAX_SAFE_INTEGER;

const HEX_DIGIT = new Uint8Array(256).fill(NOT_HEX);
for (let d = 0; d < 16; d++) HEX_DIGIT[d.toString(16).charCodeAt(0)] = d;

/** Value of two hex digits, by the 16-bit word that holds their characters; -1 for any other two characters. */
const PAIR = new Int16Array(65536).fill(-1);
for (let v = 0; v < 256; v++) PAIR[Buffer.from(v.toString(16).padStart(2, '0')).readUInt16LE()] = v;

const POWER16 = Float64Array.from({ length: 9 }, (_, k) => 16 ** k);

/** Reads numbers that print back as they stand; see Matcher. */
export class Numbers {
  /** Where the number just read ends. */
  at = 0;
  /** Exact value of the number just read when no double holds it, else null; the reader of it sets it back. */
  exact: bigint | null = null;
  private readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  /** Reads a number of the format that `code` stands for at i: the signed word, or NaN when there is none. */
  read(code: number, i: number): number {
    const b = this.window.bytes;
    switch (code) {
      case HEX:
        return this.hex(b, i);
      case DECIMAL:
        return this.decimal(b, i);
      case POINTER:
        return this.pointer(b, i);
      case DIGIT_OR_HEX:
        return this.digitOrHex(b, i);
      default:
        return this.unsigned(b, i);
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
    return Number.isNaN(value) && b[i] !== ZERO ? this.long(b, i, this.at, 0n, 2n ** 64n) : value;
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
