import { address, defineEvent } from './define.ts';

/** A private huge page is mapped at address (mm/rmap.c). */
export const hugetlbAddNewAnonRmap = defineEvent({
  names: ['hugetlb_add_new_anon_rmap'],
  probe: true,
  example:
    'hugetlb_add_new_anon_rmap: (hugetlb_add_new_anon_rmap+0x4/0x80) folio=0xffffea0000fc8000 folio_fl=0xfffffc0000049 folio_f1=0xfffffc0000009 folio_index=0x0 folio_mapping=0x0 folio_ref=1 vma=0xffff888006456f00 vma_mm=0xffff888004478e00 vma_s=0x7f8b87c00000 vma_e=0x7f8b88200000 vma_fl=0x8440073 vma_pgoff=0x0 vma_av=0xffff8880059bb6c0 vma_file=0xffff888027e5b600 vma_lseq=0xb5 vma_refc=0x2 address=0x7f8b87c00000',
  needs: { folio: address, vma_mm: address },
  wants: { address: address, a3: address },
  facts(e, emit, at) {
    emit({ kind: 'hugetlb_new_anon', mm: e.vma_mm, va: e.address ?? e.a3 ?? 0, pfn: at.boot.pfnOf(e.folio) });
  },
});
