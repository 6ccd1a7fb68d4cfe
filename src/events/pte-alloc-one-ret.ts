import { address, defineEvent } from './define.ts';

/** A page for a PTE table was allocated; nothing points to it yet (arch/x86/mm/pgtable.c). */
export const pteAllocOneRet = defineEvent({
  names: ['pte_alloc_one__ret'],
  probe: true,
  example: 'pte_alloc_one__ret: (__pte_alloc+0x2a/0xe0 <- pte_alloc_one) ret=0xffffea0000161900',
  needs: { ret: address },
  facts(e, emit, at) {
    if (e.ret) emit({ kind: 'pt_alloc', pfn: at.boot.pfnOf(e.ret) });
  },
});
