import { defineEvent } from './define.ts';

/** The page tables of VMAs that munmap gathered are about to be cleared: by now they are detached (mm/vma.c, vms_clear_ptes). */
export const unmapBegin = defineEvent({
  names: ['tlb_gather_mmu', 'unmap_region', 'unmap_vmas', 'vms_complete_munmap_vmas'],
  probe: true,
  example:
    'tlb_gather_mmu: (tlb_gather_mmu+0x4/0xa0) tlb=0xffffc90004133da0 tlb_mm=0x0 tlb_start=0x0 tlb_end=0x0 tlb_fullmm=0x0 mm=0xffff88800447e200',
  needs: {},
  facts(_e, emit) {
    emit({ kind: 'munmap_detached' });
  },
});
