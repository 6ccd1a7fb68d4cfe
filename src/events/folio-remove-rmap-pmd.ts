import { address, defineEvent, number } from './define.ts';
import { folioPageAddress } from './page-address.ts';

/** A PMD mapping is dropped: an unmap, or a split whose PTEs were added before (mm/rmap.c). */
export const folioRemoveRmapPmd = defineEvent({
  names: ['folio_remove_rmap_pmd'],
  probe: true,
  example:
    'folio_remove_rmap_pmd: (folio_remove_rmap_pmd+0x4/0x1f0) folio=0xffffea0000e10000 folio_fl=0xfffffd802006c folio_f1=0xfffffc0000209 folio_index=0x7f8880600 folio_mapping=0xffff88800582f4e1 folio_ref=2 page=0xffffea0000e10000 page_fl=0xfffffd802006c page_index=0x7f8880600 page_w1=0xffffea0000109788 vma=0xffff888036fb6000 vma_mm=0xffff88800447cd00 vma_s=0x7f8880600000 vma_e=0x7f888a600000 vma_fl=0x8100073 vma_pgoff=0x7f8880600 vma_av=0xffff888005fb17e0 vma_file=0x0 vma_lseq=0x1 vma_refc=0x1',
  needs: {
    folio: address,
    folio_index: number,
    page: address,
    vma_mm: address,
    vma_s: address,
    vma_e: address,
    vma_pgoff: number,
  },
  wants: { folio_mapping: address, vma_file: address },
  facts(e, emit, at) {
    emit({
      kind: 'rmap_remove',
      mm: e.vma_mm,
      va: folioPageAddress(e, at.boot),
      pfn: at.boot.pfnOf(e.page),
      nr: 512,
      level: 2,
      vmaStart: e.vma_s,
      vmaEnd: e.vma_e,
      vmaFile: e.vma_file ?? 0,
      mappingLow: -1,
    });
  },
});
