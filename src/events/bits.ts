/** Does a flag word (up to 64 bits, as a number) have any of these low 32 bits? */
export const hasBits = (word: number, mask: number): boolean => (word & mask) !== 0;

/** The two low bits of a page's mapping word: 0 page cache, 1 anonymous, 3 KSM (include/linux/page-flags.h). */
export const mappingBits = (mapping: number): number => mapping & 3;
