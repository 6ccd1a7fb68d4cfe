/** A number with its thousands parted: 1,234,567. */
export function grouped(n: number | bigint): string {
  return n.toLocaleString('en-US');
}

/** A number of things: `1 gap`, `2,000 gaps`. */
export function counted(n: number | bigint, thing: string): string {
  return `${grouped(n)} ${thing}${Number(n) === 1 ? '' : 's'}`;
}
