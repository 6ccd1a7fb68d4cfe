import { address, defineEvent } from './define.ts';

/** A PTE table page is freed after an RCU grace period (khugepaged, mm/pgtable-generic.c). */
export const pteFreeDefer = defineEvent({
  names: ['pte_free_defer'],
  probe: true,
  example: 'pte_free_defer: (pte_free_defer+0x4/0x20) mm=0xffff888004478e00 pgtable=0xffffea00009f8f80',
  needs: { mm: address, pgtable: address },
  facts(e, emit, at) {
    emit({ kind: 'pt_free', mm: e.mm, pfn: at.boot.pfnOf(e.pgtable) });
  },
});
