/** Entries of one PTE table, both ends included. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * What fault-around may set (mm/memory.c, do_fault_around()): `pteOff` is the place of the faulting page in its table,
 * `vmaOff` in its VMA of `vmaPages` pages, `around` is fault_around_pages. Aligned, within the VMA and the table.
 */
export function faultAroundWindow(pteOff: number, vmaOff: number, vmaPages: number, around: number): Window {
  const from = Math.max(Math.floor(pteOff / around) * around, pteOff - Math.min(pteOff, vmaOff));
  const to = Math.min(from + around, 512, pteOff + vmaPages - vmaOff) - 1;
  return { from, to };
}

/** Is an entry of a batch [first, first+nr) made young? `demanded` is the page that was asked for. */
export function bornYoung(first: number, nr: number, demanded: number, wantsOld: boolean): boolean {
  const prefault = demanded < first || demanded >= first + nr;
  return !(prefault && wantsOld);
}

/** Classic reclaim's answer to the young entries of a folio (mm/vmscan.c, folio_check_references()). */
export function verdict(refPtes: number, wasReferenced: boolean, executable: boolean): 'activate' | 'keep' | 'reclaim' {
  if (refPtes === 0) return 'reclaim';
  return wasReferenced || refPtes > 1 || executable ? 'activate' : 'keep';
}
