import { address, defineEvent } from './define.ts';

/** KSM tries to replace page by kpage in this VMA (mm/ksm.c). */
export const tryToMergeOnePage = defineEvent({
  names: ['try_to_merge_one_page'],
  probe: true,
  example:
    'try_to_merge_one_page: (try_to_merge_one_page+0x0/0x5b0) vma=0xffff888006457d80 vma_mm=0xffff888004478e00 vma_s=0x7f8b88b17000 vma_e=0x7f8b88b1f000 vma_fl=0xc8100073 vma_pgoff=0x7f8b88b17 vma_av=0xffff8880059bb060 vma_file=0x0 vma_lseq=0x8d vma_refc=0x1 page=0xffffea00000f28c0 page_fl=0xfffffd802082c page_index=0x7f8b88b17 page_w1=0xffffea00000f2908 kpage=0xffffea0000091200 kpage_fl=0xfffffc0002000 kpage_index=0x0 kpage_w1=0xffffea0000091208',
  needs: { page: address, vma_mm: address },
  wants: { kpage: address },
  facts(e, emit, at) {
    emit({ kind: 'ksm_merge', pfn: at.boot.pfnOf(e.page), kpfn: e.kpage ? at.boot.pfnOf(e.kpage) : -1, mm: e.vma_mm });
  },
});
