import { address, defineEvent } from './define.ts';

/** A PMD table is queued for freeing (arch/x86/mm/pgtable.c). */
export const pmdFreeTlb = defineEvent({
  names: ['___pmd_free_tlb'],
  probe: true,
  example:
    '___pmd_free_tlb: (___pmd_free_tlb+0x4/0x90) tlb=0xffffc9000044b980 tlb_mm=0xffff88800447cd00 tlb_start=0x0 tlb_end=0xffffffffffffffff tlb_fullmm=0x75 pmd=0xffff8880066cc000 pmd_v=0x0',
  needs: { tlb_mm: address },
  wants: { pmd: address },
  facts(e, emit) {
    emit({ kind: 'pt_upper_free', mm: e.tlb_mm, level: 2, table: e.pmd ?? 0 });
  },
});
