import { hasBits, mappingBits } from './bits.ts';
import type { Boot } from './define.ts';

interface Installed {
  readonly folio_fl: number | null;
  readonly folio_mapping: number | null;
}

/** What set_pte_range() maps (EntryKind number): a private copy has no mapping yet or an anonymous one; -1 where nothing tells. */
export function installedKind(event: Installed, boot: Boot): number {
  if (event.folio_mapping === null || event.folio_fl === null) return -1;
  const swapbacked = hasBits(event.folio_fl, boot.kernel.pgSwapbacked);
  if (event.folio_mapping === 0) return swapbacked ? 1 : 2;
  if (mappingBits(event.folio_mapping) !== 0) return 1;
  return swapbacked ? 3 : 2;
}
