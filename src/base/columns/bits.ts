/** Numbers below 2^32 side by side, `width` bits (1 to 32) each, from the lowest bit of each word on. */

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

/** Reads `n` numbers from number `from` on: out[at + i] = base + number * unit. */
export function readOffsets(
  words: Uint32Array,
  width: number,
  from: number,
  n: number,
  base: number,
  unit: number,
  out: Float64Array,
  at: number,
): void {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  const first = from * width;
  let word = Math.floor(first / 32);
  let shift = first - word * 32;
  for (let i = at; i < at + n; i++) {
    let value = words[word] >>> shift;
    const end = shift + width;
    if (end > 32) value |= words[word + 1] << (32 - shift);
    out[i] = base + ((value & mask) >>> 0) * unit;
    word += end >>> 5;
    shift = end & 31;
  }
}
