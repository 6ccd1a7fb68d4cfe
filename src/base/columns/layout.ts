import { wordsFor } from './bits.ts';

/**
 * Columns of numbers in few bytes: each is stored as differences from its smallest value (or, where that repeats more,
 * as steps from one value to the next), with the zero bits that all differences end in cut off, at the width that the
 * largest needs. What such a column cannot hold exactly, fractions and words beyond 2^53, is stored as doubles.
 */

export const HEADER = 32;
export const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;
export const TWO_32 = 0x1_0000_0000;

/** How the values of a column are laid out; part of the stored form. */
export const Layout = { constant: 0, offsets: 1, steps: 2, doubles: 3, bytes: 4, bitOffsets: 5, bitSteps: 6 } as const;

/**
 * How narrow columns are made: of whole bytes, which a compressor finds repetitions in, or of bits, which need none. Bits
 * take as much room as compressed bytes where numbers hardly repeat, and need no unpacking.
 */
export type Grain = 'bytes' | 'bits';

/** Bytes of the values of a column. */
export function sizeOf({ layout, width }: { readonly layout: number; readonly width: number }, n: number): number {
  if (layout === Layout.constant) return 0;
  return layout === Layout.bitOffsets || layout === Layout.bitSteps ? wordsFor(n, width) * 4 : width * n;
}

/** Where numbers of 1, 2 or 4 bytes lie. */
export function cellsAt(buffer: ArrayBufferLike, at: number, width: number, n: number): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return new Uint8Array(buffer, at, n);
  return width === 2 ? new Uint16Array(buffer, at, n) : new Uint32Array(buffer, at, n);
}
