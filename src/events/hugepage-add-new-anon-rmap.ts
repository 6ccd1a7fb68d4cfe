import { address, defineEvent } from './define.ts';

/** The same of 6.1. */
export const hugepageAddNewAnonRmap = defineEvent({
  names: ['hugepage_add_new_anon_rmap'],
  probe: true,
  example:
    'hugepage_add_new_anon_rmap: (hugepage_add_new_anon_rmap+0x0/0xb0) page=0xffffea0000fd8000 page_fl=0xfffffc0010005 page_index=0x1 page_w1=0xffffffff83357790 page_hindex=0xffffff833577b0ff vma=0xffff8880059e7a18 vma_mm=0xffff888003c57600 vma_s=0x7fc8adc00000 vma_e=0x7fc8ae200000 vma_fl=0x8440073 vma_pgoff=0x0 vma_av=0xffff888005522af8 vma_file=0xffff88803654cd00 address=0x7fc8adc00000',
  needs: { page: address, vma_mm: address },
  wants: { address: address, a3: address },
  facts(e, emit, at) {
    emit({ kind: 'hugetlb_new_anon', mm: e.vma_mm, va: e.address ?? e.a3 ?? 0, pfn: at.boot.pfnOf(e.page) });
  },
});
