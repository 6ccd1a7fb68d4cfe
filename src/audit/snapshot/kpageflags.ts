/** KPF_ZERO_PAGE (include/uapi/linux/kernel-page-flags.h): the shared zero page, or part of the huge one. */
const KPF_ZERO_PAGE = 24;

/** True when these kpageflags (hex digits) are of the shared zero page; all ones: they could not be read. */
export function isZeroPage(kpageflags: string): boolean {
  if (kpageflags === 'ffffffffffffffff') return false;
  return ((Number.parseInt(kpageflags.slice(-8), 16) >>> KPF_ZERO_PAGE) & 1) === 1;
}

/**
 * Swap types from here on are no swap devices but migration, hwpoison and marker entries (include/linux/swap.h,
 * MAX_SWAPFILES is 23 or more).
 */
export const FIRST_NON_SWAP_TYPE = 23;
