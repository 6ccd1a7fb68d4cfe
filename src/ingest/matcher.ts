import type { BatchBuilder } from './batch-builder.ts';
import { decode } from './decode.ts';
import { Numbers } from './numbers.ts';
import { type ShapeProgram, WORDS } from './shape-program.ts';
import type { Texts } from './texts.ts';
import type { Window } from './window.ts';

const SPACE = 32;
const DASH = 45;
const ZERO = 48;
const NINE = 57;
const EQUALS = 61;

const MOST_FIELDS = 256;

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
  private readonly numbers: Numbers;
  private readonly batch: BatchBuilder;
  private readonly texts: Texts;
  private at = 0;
  /** Text fields of this line that differ from the text the field held last; they are interned if the line matches. */
  private newTexts = 0;
  private readonly textStart = new Int32Array(MOST_FIELDS);
  private readonly textEnd = new Int32Array(MOST_FIELDS);

  constructor(window: Window, batch: BatchBuilder, texts: Texts) {
    this.window = window;
    this.numbers = new Numbers(window);
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
    const numbers = this.numbers;
    const view = this.window.view;
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
        i = this.at;
      } else {
        const value = numbers.read(code, i);
        if (Number.isNaN(value)) return this.fail(wide, firstArg);
        args[firstArg + f] = value;
        i = numbers.at;
        if (numbers.exact !== null) {
          batch.wide.set(firstArg + f, numbers.exact);
          numbers.exact = null;
          wide = true;
        }
      }
    }
    if (i !== end) return this.fail(wide, firstArg);
    if (this.newTexts > 0) this.internTexts(program, firstArg);
    return true;
  }

  private fail(wide: boolean, firstArg: number): false {
    if (wide) for (const index of this.batch.wide.keys()) if (index >= firstArg) this.batch.wide.delete(index);
    this.numbers.exact = null;
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
}
