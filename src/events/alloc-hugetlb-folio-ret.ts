import { address, defineEvent } from './define.ts';

/** The huge page allocated for the fault in progress (mm/hugetlb.c). */
export const allocHugetlbFolioRet = defineEvent({
  names: ['alloc_hugetlb_folio__ret', 'alloc_huge_page__ret'],
  probe: true,
  example: 'alloc_hugetlb_folio__ret: (hugetlb_no_page+0x4b3/0x980 <- alloc_hugetlb_folio) ret=0xffffea0000fc8000',
  needs: { ret: address },
  facts(e, emit, at) {
    emit({ kind: 'hugetlb_alloc', pfn: at.boot.pfnOf(e.ret) });
  },
});
