import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';

/** New anonymous memory at address (mm/rmap.c of 6.1): a compound page is a PMD-sized one. */
export const pageAddNewAnonRmap = defineEvent({
  names: ['page_add_new_anon_rmap'],
  probe: true,
  example:
    'page_add_new_anon_rmap: (page_add_new_anon_rmap+0x0/0x120) page=0xffffea000007e440 page_fl=0xfffffc0000004 page_index=0x1 page_w1=0x0 page_hindex=0x0 vma=0xffff888004ef51c8 vma_mm=0xffff888004d24900 vma_s=0x7fff6aa11000 vma_e=0x7fff6aa32000 vma_fl=0x100173 vma_pgoff=0x7ffffffde vma_av=0xffff888004c65e38 vma_file=0x0 address=0x7fff6aa2f000',
  needs: { page: address, page_fl: number, vma_mm: address, address: address },
  facts(e, emit, at) {
    const huge = hasBits(e.page_fl, at.boot.kernel.pgHead);
    emit({ kind: 'anon_new', mm: e.vma_mm, va: e.address, pfn: at.boot.pfnOf(e.page), nr: huge ? 512 : 1, level: huge ? 2 : 1 });
  },
});
