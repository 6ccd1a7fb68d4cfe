import { address, defineEvent } from './define.ts';

/** A PMD table is allocated for address (mm/memory.c). */
export const pmdAlloc = defineEvent({
  names: ['__pmd_alloc'],
  probe: true,
  example: '__pmd_alloc: (__pmd_alloc+0x4/0x2a0) mm=0xffff88800447cd00 pud=0xffff8880066cf000 pud_v=0x0 address=0x4c4000',
  needs: { mm: address, address: address },
  facts(e, emit) {
    emit({ kind: 'pt_upper_begin', mm: e.mm, va: e.address, level: 2 });
  },
});
