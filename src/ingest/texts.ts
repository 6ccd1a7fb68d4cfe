import { decode } from './decode.ts';
import { ByteInterner } from './intern.ts';
import type { Window } from './window.ts';

/** Ids of flag columns must fit `EventBatch.flags`, so values of fields leave some of the 65536 free for them. */
const MOST_TEXTS = 65536;
const KEPT_FOR_FLAGS = 512;

/** Longer texts hardly ever come twice. */
const LONGEST = 256;

/** The intern table behind `Dictionary.texts`; id 0 is the empty text. */
export class Texts {
  readonly list: string[] = [''];
  private readonly window: Window;
  private readonly interner: ByteInterner;

  constructor(window: Window) {
    this.window = window;
    this.interner = new ByteInterner(window, MOST_TEXTS);
    this.interner.intern(0, 0);
  }

  /** The id of a field's value; -1 when it is to be kept inline: too long, the table is full, or `mayAdd` is false and it is new. */
  ofValue(start: number, end: number, mayAdd: boolean): number {
    if (end - start > LONGEST) return -1;
    return this.find(start, end, mayAdd && this.list.length < MOST_TEXTS - KEPT_FOR_FLAGS);
  }

  /** The id of a flag column such as `d..1.`; -1 when the table is full. */
  ofFlags(start: number, end: number): number {
    return this.find(start, end, true);
  }

  /** Whether the window holds text `id` at `start`. */
  isAt(id: number, start: number): boolean {
    return this.interner.isAt(id, start);
  }

  /** Length of text `id` in bytes. */
  lengthOf(id: number): number {
    return this.interner.lengthOf(id);
  }

  private find(start: number, end: number, mayAdd: boolean): number {
    const id = this.interner.intern(start, end, mayAdd);
    if (id === this.list.length) this.list.push(decode(this.window.bytes, start, end));
    return id;
  }
}
