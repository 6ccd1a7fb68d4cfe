import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';

/** A known anonymous huge page gets a PMD entry: migration, uffd move (mm/rmap.c). */
export const folioAddAnonRmapPmd = defineEvent({
  names: ['folio_add_anon_rmap_pmd'],
  probe: true,
  example: 'MISSING',
  needs: { page: address, vma_mm: address, address: address },
  wants: { flags: number },
  facts(e, emit, at) {
    emit({
      kind: 'anon_add',
      mm: e.vma_mm,
      va: e.address,
      pfn: at.boot.pfnOf(e.page),
      nr: 512,
      level: 2,
      exclusive: hasBits(e.flags ?? 0, 1) ? 1 : 0,
      ksm: 0,
    });
  },
});
