import { address, defineEvent } from './define.ts';

/** The top table is freed: from here on the mm has no page tables (arch/x86/mm/pgtable.c). */
export const pgdFree = defineEvent({
  names: ['pgd_free'],
  probe: true,
  example: 'pgd_free: (pgd_free+0x4/0x160) mm=0xffff88800447cd00 pgd=0xffff8880066d0000',
  needs: { mm: address },
  facts(e, emit) {
    emit({ kind: 'mm_free', mm: e.mm });
  },
});
