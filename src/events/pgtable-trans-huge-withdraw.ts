import { address, defineEvent } from './define.ts';

/** A parked table page is asked for; the return tells which. */
export const pgtableTransHugeWithdraw = defineEvent({
  names: ['pgtable_trans_huge_withdraw'],
  probe: true,
  example:
    'pgtable_trans_huge_withdraw: (pgtable_trans_huge_withdraw+0x4/0xd0) mm=0xffff88800447cd00 pmdp=0xffff888037398018 pmdp_v=0x0',
  needs: { mm: address, pmdp: address },
  facts(e, emit) {
    emit({ kind: 'pt_withdraw_begin', mm: e.mm, pmd: e.pmdp });
  },
});
