/** A whole number with its thousands parted: 1,234,567. (By hand: loading a locale takes longer than opening a store.) */
export function grouped(n: number | bigint): string {
  return n.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number of things: `1 gap`, `2,000 gaps`. */
export function counted(n: number | bigint, thing: string): string {
  return `${grouped(n)} ${thing}${Number(n) === 1 ? '' : 's'}`;
}
