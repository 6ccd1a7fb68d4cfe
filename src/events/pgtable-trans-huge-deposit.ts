import { address, defineEvent } from './define.ts';

/** A PTE table page is parked under a huge page (mm/pgtable-generic.c). */
export const pgtableTransHugeDeposit = defineEvent({
  names: ['pgtable_trans_huge_deposit'],
  probe: true,
  example:
    'pgtable_trans_huge_deposit: (pgtable_trans_huge_deposit+0x4/0x160) mm=0xffff88800447cd00 pmdp=0xffff888037398018 pmdp_v=0x0 pgtable=0xffffea0000dd0380',
  needs: { mm: address, pmdp: address, pgtable: address },
  facts(e, emit, at) {
    emit({ kind: 'pt_deposit', mm: e.mm, pmd: e.pmdp, pfn: at.boot.pfnOf(e.pgtable) });
  },
});
