import { address, defineEvent } from './define.ts';

/** hugetlb entries of [start, end) are cleared: hugetlb pages leave by no rmap event of the ordinary kind (mm/hugetlb.c). */
export const unmapHugepageRange = defineEvent({
  names: ['__unmap_hugepage_range'],
  probe: true,
  example:
    '__unmap_hugepage_range: (__unmap_hugepage_range+0x4/0x6c0) tlb=0xffffc9000445fd70 tlb_mm=0xffff888006477000 tlb_start=0x401000 tlb_end=0xffffffffffffffff tlb_fullmm=0x11 vma=0xffff888027f9b6c0 vma_mm=0xffff888006477000 vma_s=0x7f8b87800000 vma_e=0x7f8b87c00000 vma_fl=0x84400fb vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff888027e5b0c0 vma_lseq=0x1 vma_refc=0x1 start=0x7f8b87800000 end=0x7f8b87c00000 folio=0x0 folio_fl=0x0 folio_f1=0x0 folio_index=0x0 folio_mapping=0x0 folio_ref=0 zap_flags=0x3',
  needs: { vma_mm: address, start: address, end: address },
  facts(e, emit) {
    emit({ kind: 'zap_hugetlb', mm: e.vma_mm, start: e.start, end: e.end });
  },
});
