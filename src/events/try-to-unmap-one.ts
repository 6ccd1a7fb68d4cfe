import { address, defineEvent } from './define.ts';

/** Reclaim unmaps a folio from one VMA (mm/rmap.c). */
export const tryToUnmapOne = defineEvent({
  names: ['try_to_unmap_one'],
  probe: true,
  example:
    'try_to_unmap_one: (try_to_unmap_one+0x4/0x1260) folio=0xffffea0000a5fbc0 folio_fl=0xfffffc0020c19 folio_f1=0xfffffd802083c folio_index=0x7f57a41ef folio_mapping=0xffff888005dd4ba1 folio_ref=3 vma=0xffff8880340b1840 vma_mm=0xffff88800447b100 vma_s=0x7f57a412e000 vma_e=0x7f57a4202000 vma_fl=0x8100073 vma_pgoff=0x7f57a412e vma_av=0xffff888005dd4ba0 vma_file=0x0 vma_lseq=0x25 vma_refc=0x1 address=0x7f57a41ef000',
  needs: { folio: address, vma_mm: address, address: address },
  facts(e, emit, at) {
    emit({ kind: 'unmap_one_begin', mm: e.vma_mm, va: e.address, pfn: at.boot.pfnOf(e.folio) });
  },
});
