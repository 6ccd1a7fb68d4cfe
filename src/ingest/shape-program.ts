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

export const HEX = 0;
export const BARE_HEX = 1;
export const DIGIT_OR_HEX = 2;
export const POINTER = 3;
export const DECIMAL = 4;
export const UNSIGNED = 5;
/** Text that neither begins nor ends with a blank, nor holds another `key=`. */
export const WORDS = 6;
export const ANY_TEXT = 7;

const CODES: Readonly<Record<FieldFormat, number>> = {
  '0x': HEX,
  x: BARE_HEX,
  '9x': DIGIT_OR_HEX,
  x16: POINTER,
  d: DECIMAL,
  u: UNSIGNED,
  text: WORDS,
};

/** New texts that one field may add to the intern table; a field with more hardly repeats itself. */
const MOST_NEW_TEXTS = 8192;

/** A shape laid out for the matcher: all literals in one array, a code per field, and what each text field held last. */
export class ShapeProgram {
  readonly shape: Shape;
  /** Number in `Dictionary.shapes`; -1 until a line had this shape. */
  id = -1;
  readonly literals: Uint8Array;
  /** Literal k is literals[ends[k - 1]..ends[k]). */
  readonly ends: Int32Array;
  readonly codes: Uint8Array;
  readonly hasText: boolean;
  readonly lastText: Int32Array;
  private readonly newTexts: Int32Array;

  constructor(name: string, skeleton: Skeleton) {
    const pieces = skeleton.literals.map((literal) => Buffer.from(literal, 'latin1'));
    this.shape = {
      name,
      probe: skeleton.probe,
      literals: pieces.map((piece) => decode(piece)),
      fields: skeleton.fields.map((field) => ({ name: field.name, format: field.format })),
    };
    this.literals = Uint8Array.from(Buffer.concat(pieces));
    this.ends = new Int32Array(pieces.length);
    let end = 0;
    for (let k = 0; k < pieces.length; k++) {
      end += pieces[k].length;
      this.ends[k] = end;
    }
    this.codes = Uint8Array.from(skeleton.fields, (field) => (field.any ? ANY_TEXT : CODES[field.format]));
    this.hasText = skeleton.fields.some((field) => field.format === 'text');
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
