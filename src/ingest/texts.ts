import { decode } from './decode.ts';
import { ByteInterner } from './intern.ts';

/** Ids of flag columns must fit `EventBatch.flags`, so values of fields leave some of the 65536 free for them. */
const MOST_TEXTS = 65536;
const KEPT_FOR_FLAGS = 512;

/** Longer texts hardly ever come twice. */
const LONGEST = 256;

/** The intern table behind `Dictionary.texts`; id 0 is the empty text. */
export class Texts {
  readonly list: string[] = [''];
  private readonly bytes = new ByteInterner(MOST_TEXTS);

  constructor() {
    this.bytes.intern(new Uint8Array(0), 0, 0);
  }

  /** The id of a field's value; -1 when it is to be kept inline: too long, the table is full, or `mayAdd` is false and it is new. */
  ofValue(b: Uint8Array, start: number, end: number, mayAdd: boolean): number {
    if (end - start > LONGEST) return -1;
    return this.find(b, start, end, mayAdd && this.list.length < MOST_TEXTS - KEPT_FOR_FLAGS);
  }

  /** The id of a flag column such as `d..1.`; -1 when the table is full. */
  ofFlags(b: Uint8Array, start: number, end: number): number {
    return this.find(b, start, end, true);
  }

  /** Whether b holds text `id` at `start`. */
  equals(id: number, b: Uint8Array, start: number): boolean {
    return this.bytes.equals(id, b, start);
  }

  lengthOf(id: number): number {
    return this.bytes.lengthOf(id);
  }

  private find(b: Uint8Array, start: number, end: number, mayAdd: boolean): number {
    const id = this.bytes.intern(b, start, end, mayAdd);
    if (id === this.list.length) this.list.push(decode(b, start, end));
    return id;
  }
}
