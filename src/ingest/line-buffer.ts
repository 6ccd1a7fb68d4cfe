import { SLACK } from './window.ts';

const NEWLINE = 10;

/** A line longer than this is no line of a trace; it is cut, so that memory stays bounded. */
const LONGEST_LINE = 1 << 20;

/** Puts pieces of input together to whole lines, in one memory that is used over and over. */
export class LineBuffer {
  bytes: Buffer = Buffer.allocUnsafeSlow(4 * LONGEST_LINE);
  private length = 0;
  /** Where the bytes begin that have not been handed out. */
  private start = 0;

  /** Adds a piece; the lines handed out before are gone. */
  add(piece: Uint8Array): void {
    const kept = this.length - this.start;
    const needed = kept + piece.length + 1 + SLACK;
    if (needed > this.bytes.length) {
      const bytes = Buffer.allocUnsafeSlow(needed * 2);
      this.bytes.copy(bytes, 0, this.start, this.length);
      this.bytes = bytes;
    } else {
      this.bytes.copyWithin(0, this.start, this.length);
    }
    this.bytes.set(piece, kept);
    this.start = 0;
    this.length = kept + piece.length;
  }

  /** Hands out the whole lines: gives where they end. They begin at 0. */
  whole(): number {
    this.start = this.length === 0 ? 0 : this.bytes.lastIndexOf(NEWLINE, this.length - 1) + 1;
    return this.start > 0 || this.length <= LONGEST_LINE ? this.start : this.all();
  }

  /** Hands out everything, with a newline put after the last line where it has none; `whole` must have been called. */
  all(): number {
    if (this.start > 0) this.bytes.copyWithin(0, this.start, this.length);
    this.length -= this.start;
    if (this.length > 0) this.bytes[this.length++] = NEWLINE;
    this.start = this.length;
    return this.length;
  }
}
