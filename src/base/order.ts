/** Largest block that is allocated or freed at once: 1 GiB of hugetlb; beyond it the trace is odd. */
export const LARGEST_ORDER = 18;

/** Pages of a block of this order, at most 2^18. (A shift: `2 ** order` is a call, and this is asked for every page freed.) */
export function blockPages(order: number): number {
  return 1 << Math.max(0, Math.min(order, LARGEST_ORDER));
}
