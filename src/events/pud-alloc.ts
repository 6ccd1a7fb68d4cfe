import { address, defineEvent } from './define.ts';

/** A PUD table is allocated for address (mm/memory.c). */
export const pudAlloc = defineEvent({
  names: ['__pud_alloc'],
  probe: true,
  example: '__pud_alloc: (__pud_alloc+0x4/0x250) mm=0xffff88800447cd00 p4d=0xffff8880066d0000 p4d_v=0x0 address=0x4c4000',
  needs: { mm: address, address: address },
  facts(e, emit) {
    emit({ kind: 'pt_upper_begin', mm: e.mm, va: e.address, level: 3 });
  },
});
