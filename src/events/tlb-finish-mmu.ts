import { defineEvent } from './define.ts';

/** The TLB gather of a zap, munmap or exit is finished (mm/mmu_gather.c). */
export const tlbFinishMmu = defineEvent({
  names: ['tlb_finish_mmu'],
  probe: true,
  example:
    'tlb_finish_mmu: (tlb_finish_mmu+0x4/0x130) tlb=0xffffc9000044b980 tlb_mm=0xffff88800447cd00 tlb_start=0xffffffffffffffff tlb_end=0x0 tlb_fullmm=0x35',
  needs: {},
  facts(_e, emit) {
    emit({ kind: 'zap_end' });
  },
});
