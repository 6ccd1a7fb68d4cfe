import type { FieldFormat, Shape } from '../events/shape.ts';
import { decode } from './decode.ts';

/** A field of a skeleton; `any` text may hold what looks like another field (`a=1 b=2`), other text may not. */
export interface SkeletonField {
  readonly name: string;
  readonly format: FieldFormat;
  readonly any?: boolean;
}

/** A shape before it has a name and a number. Literals are Latin-1: one character for each byte. */
export interface Skeleton {
  readonly probe: boolean;
  readonly literals: readonly string[];
  readonly fields: readonly SkeletonField[];
}

/** The `0x` of a hex field stands in the literal before it. */
export const HEX = 0;
export const DIGIT_OR_HEX = 1;
export const POINTER = 2;
export const DECIMAL = 3;
export const UNSIGNED = 4;
/** Text that neither begins nor ends with a blank, nor holds another `key=`. */
export const WORDS = 5;
export const ANY_TEXT = 6;

const CODES: Readonly<Record<FieldFormat, number>> = {
  '0x': HEX,
  x: HEX,
  '9x': DIGIT_OR_HEX,
  x16: POINTER,
  d: DECIMAL,
  u: UNSIGNED,
  text: WORDS,
};

/** New texts that one field may add to the intern table; a field with more hardly repeats itself. */
const MOST_NEW_TEXTS = 8192;

const PREFIX = Buffer.from('0x');

function runningSum(lengths: readonly number[]): Int32Array {
  let sum = 0;
  return Int32Array.from(lengths, (length) => (sum += length));
}

/** The bytes of a literal as words of four, and masks of those that count. */
function wordsOf(literal: Buffer): { words: number[]; masks: number[] } {
  const padded = Buffer.concat([literal, Buffer.alloc(3)]);
  const counts = Buffer.concat([Buffer.alloc(literal.length, 0xff), Buffer.alloc(3)]);
  const words: number[] = [];
  const masks: number[] = [];
  for (let i = 0; i < literal.length; i += 4) {
    words.push(padded.readInt32LE(i));
    masks.push(counts.readInt32LE(i));
  }
  return { words, masks };
}

/** A shape laid out for the matcher: all literals in one array, a code per field, and what each text field held last. */
export class ShapeProgram {
  readonly shape: Shape;
  /** Number in `Dictionary.shapes`; -1 until a line had this shape. */
  id = -1;
  readonly literals: Uint8Array;
  /** Literal k is literals[ends[k - 1]..ends[k]), with the `0x` of the field behind it. */
  readonly ends: Int32Array;
  /** The literals once more, in words of four bytes; those of literal k are [wordEnds[k - 1], wordEnds[k]). */
  readonly words: Int32Array;
  /** Which bytes of a word count: the last word of a literal may be shorter. */
  readonly masks: Int32Array;
  readonly wordEnds: Int32Array;
  readonly codes: Uint8Array;
  readonly lastText: Int32Array;
  private readonly newTexts: Int32Array;

  constructor(name: string, skeleton: Skeleton) {
    const bytes = skeleton.literals.map((literal) => Buffer.from(literal, 'latin1'));
    this.shape = {
      name,
      probe: skeleton.probe,
      literals: bytes.map((piece) => decode(piece)),
      fields: skeleton.fields.map((field) => ({ name: field.name, format: field.format })),
    };
    const pieces = bytes.map((piece, k) => (skeleton.fields[k]?.format === '0x' ? Buffer.concat([piece, PREFIX]) : piece));
    this.literals = Uint8Array.from(Buffer.concat(pieces));
    const words = pieces.map(wordsOf);
    this.words = Int32Array.from(words.flatMap((w) => w.words));
    this.masks = Int32Array.from(words.flatMap((w) => w.masks));
    this.ends = runningSum(pieces.map((piece) => piece.length));
    this.wordEnds = runningSum(words.map((w) => w.words.length));
    this.codes = Uint8Array.from(skeleton.fields, (field) => (field.any ? ANY_TEXT : CODES[field.format]));
    this.lastText = new Int32Array(skeleton.fields.length).fill(-1);
    this.newTexts = new Int32Array(skeleton.fields.length);
  }

  /** Whether the values of text field `f` are still worth interning. */
  mayAddText(f: number): boolean {
    return this.newTexts[f] < MOST_NEW_TEXTS;
  }

  /** Says that a value of text field `f` was new to the intern table. */
  addedText(f: number): void {
    this.newTexts[f]++;
  }
}
