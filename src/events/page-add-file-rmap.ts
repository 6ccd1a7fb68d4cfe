import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';
import { isTail, pageAddress } from './page-address.ts';

/** A page-cache page is mapped (mm/rmap.c of 6.1). */
export const pageAddFileRmap = defineEvent({
  names: ['page_add_file_rmap'],
  probe: true,
  example:
    'page_add_file_rmap: (page_add_file_rmap+0x0/0x2f0) page=0xffffea00000a3440 page_fl=0xfffffc0020015 page_index=0x7d page_w1=0xffffea00000a2c88 page_hindex=0x0 vma=0xffff888004ef5ab0 vma_mm=0xffff888004d24900 vma_s=0x401000 vma_e=0x49a000 vma_fl=0x8000075 vma_pgoff=0x1 vma_av=0x0 vma_file=0xffff8880216abe00 compound=0x0',
  needs: { page: address, page_fl: number, page_index: number, vma_mm: address, vma_s: address, vma_pgoff: number },
  wants: { page_w1: address, page_hindex: number, compound: number, vma_file: address },
  facts(e, emit, at) {
    const huge = hasBits(e.compound ?? 0, 1);
    emit({
      kind: 'file_add',
      mm: e.vma_mm,
      va: pageAddress(e, at.boot),
      pfn: at.boot.pfnOf(e.page),
      nr: huge ? 512 : 1,
      level: huge ? 2 : 1,
      shmem: isTail(e.page_w1) ? -1 : hasBits(e.page_fl, at.boot.kernel.pgSwapbacked) ? 1 : 0,
      vmaFile: e.vma_file ?? 0,
    });
  },
});
