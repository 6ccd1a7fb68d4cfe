import { address, defineEvent } from './define.ts';

/** A PUD table is queued for freeing. */
export const pudFreeTlb = defineEvent({
  names: ['___pud_free_tlb'],
  probe: true,
  example:
    '___pud_free_tlb: (___pud_free_tlb+0x4/0x90) tlb=0xffffc9000044b980 tlb_mm=0xffff88800447cd00 tlb_start=0x0 tlb_end=0xffffffffffffffff tlb_fullmm=0xf5 pud=0xffff8880066cf000 pud_v=0x0',
  needs: { tlb_mm: address },
  wants: { pud: address },
  facts(e, emit) {
    emit({ kind: 'pt_upper_free', mm: e.tlb_mm, level: 3, table: e.pud ?? 0 });
  },
});
