/**
 * A 64-bit word of the kernel as a JS number: its *signed* value. Kernel pointers have their top bits set, so they
 * become small negative numbers, which a double holds exactly (0xffff888005848180 is -0x777ffa7b7e80); user addresses
 * stay what they are. Differences of two pointers are exact too. The rare word that no double holds travels as a
 * bigint until it is stored.
 */
export type Word = number;

const T32 = 0x1_0000_0000;

/** The word with these two 32-bit halves; a bigint (signed 64 bits) where a double cannot hold it exactly. */
export function wordOf(hi: number, lo: number): number | bigint {
  const signedHi = hi | 0;
  if (signedHi >= -0x20_0000 && signedHi < 0x20_0000) return signedHi * T32 + (lo >>> 0);
  const exact = (BigInt(signedHi) << 32n) | BigInt(lo >>> 0);
  const near = Number(exact);
  return BigInt(near) === exact ? near : exact;
}

/** Prints a word the way SQL and JSON show addresses: `0x` and 16 digits. */
export function hex16(word: number | bigint): string {
  return `0x${BigInt.asUintN(64, BigInt(word)).toString(16).padStart(16, '0')}`;
}

/** Prints a word as `0x` and as few digits as it takes. */
export function hex(word: number | bigint): string {
  if (typeof word === 'number' && word >= 0) return `0x${word.toString(16)}`;
  return `0x${BigInt.asUintN(64, BigInt(word)).toString(16)}`;
}

/** Reads `0x...` or bare hex digits (at most 16) as a word; null when it is no such text. */
export function parseHex(text: string): number | bigint | null {
  const digits = text.startsWith('0x') || text.startsWith('0X') ? text.slice(2) : text;
  if (!/^[0-9a-fA-F]{1,16}$/.test(digits)) return null;
  const padded = digits.padStart(16, '0');
  return wordOf(Number.parseInt(padded.slice(0, 8), 16), Number.parseInt(padded.slice(8), 16));
}
