/** Numbers below 2^32 side by side, `width` bits (1 to 32) each, from the lowest bit of each word on. */

/** Where numbers are read to. */
export type Numbers = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** Words that `n` numbers take. */
export const wordsFor = (n: number, width: number): number => Math.ceil((n * width) / 32);

/** Bits that the number needs; at least 1. */
export const bitsOf = (largest: number): number => (largest < 2 ? 1 : 32 - Math.clz32(largest));

/** Puts the first `n` numbers into `words`, which must have room for them. */
export function writeBits(words: Uint32Array, width: number, n: number, numbers: Uint32Array): void {
  let word = 0;
  let bits = 0;
  let filled = 0;
  for (let i = 0; i < n; i++) {
    const value = numbers[i];
    bits |= value << filled;
    filled += width;
    if (filled < 32) continue;
    words[word++] = bits;
    filled -= 32;
    // A shift by 32 would be one by 0.
    bits = filled === 0 ? 0 : value >>> (width - filled);
  }
  if (filled > 0) words[word] = bits;
}

/** Reads `n` numbers: out[i] = base + number * unit. */
export function readOffsets(words: Uint32Array, width: number, n: number, base: number, unit: number, out: Numbers): void {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let word = 0;
  let shift = 0;
  for (let i = 0; i < n; i++) {
    let value = words[word] >>> shift;
    const end = shift + width;
    if (end > 32) value |= words[word + 1] << (32 - shift);
    out[i] = base + ((value & mask) >>> 0) * unit;
    word += end >>> 5;
    shift = end & 31;
  }
}

/** Reads `n` numbers, of which the first stands for `base` and each other for a step from the one before, of `least` more than it. */
export function readSteps(words: Uint32Array, width: number, n: number, base: number, least: number, out: Float64Array): void {
  readOffsets(words, width, n, least, 1, out);
  if (n > 0) out[0] = base;
  for (let i = 1; i < n; i++) out[i] += out[i - 1];
}
