import { address, defineEvent } from './define.ts';

/** A PTE table page is queued for freeing with the TLB gather (arch/x86/mm/pgtable.c). */
export const pteFreeTlb = defineEvent({
  names: ['___pte_free_tlb'],
  probe: true,
  example:
    '___pte_free_tlb: (___pte_free_tlb+0x4/0x40) tlb=0xffffc9000044b980 tlb_mm=0xffff88800447cd00 tlb_start=0x400000 tlb_end=0xffffffffffffffff tlb_fullmm=0x35 pte=0xffffea0000161900 pte_fl=0xfffffc0000000 pte_index=0x2 pte_w1=0x0',
  needs: { tlb_mm: address, pte: address },
  facts(e, emit, at) {
    emit({ kind: 'pt_free', mm: e.tlb_mm, pfn: at.boot.pfnOf(e.pte) });
  },
});
