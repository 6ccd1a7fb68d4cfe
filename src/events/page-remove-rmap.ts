import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';
import { pageAddress } from './page-address.ts';

/** A mapping is dropped (mm/rmap.c of 6.1). An index of 0 may mean none (special mappings). */
export const pageRemoveRmap = defineEvent({
  names: ['page_remove_rmap'],
  probe: true,
  example:
    'page_remove_rmap: (page_remove_rmap+0x0/0x520) page=0xffffea00000e1380 page_fl=0xfffffc0080014 page_index=0x7fffffffc page_w1=0xffffea00000e0a88 page_hindex=0x0 vma=0xffff888004ef51c8 vma_mm=0xffff888004d24900 vma_s=0x7fff6aa11000 vma_e=0x7fff6aa32000 vma_fl=0x100173 vma_pgoff=0x7ffffffde vma_av=0xffff888004c65e38 vma_file=0x0 compound=0x0',
  needs: { page: address, page_index: number, vma_mm: address, vma_s: address, vma_e: address, vma_pgoff: number },
  wants: { page_w1: address, page_hindex: number, compound: number, vma_file: address },
  facts(e, emit, at) {
    const huge = hasBits(e.compound ?? 0, 1);
    emit({
      kind: 'rmap_remove',
      mm: e.vma_mm,
      va: pageAddress(e, at.boot),
      pfn: at.boot.pfnOf(e.page),
      nr: huge ? 512 : 1,
      level: huge ? 2 : 1,
      vmaStart: e.vma_s,
      vmaEnd: e.vma_e,
      vmaFile: e.vma_file ?? 0,
      mappingLow: e.page_index === 0 ? 0 : -1,
    });
  },
});
