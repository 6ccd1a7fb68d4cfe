import { address, defineEvent } from './define.ts';

/** The parked table page, about to be linked or freed. */
export const pgtableTransHugeWithdrawRet = defineEvent({
  names: ['pgtable_trans_huge_withdraw__ret'],
  probe: true,
  example: 'pgtable_trans_huge_withdraw__ret: (zap_huge_pmd+0x2e9/0x460 <- pgtable_trans_huge_withdraw) ret=0xffffea0000df4700',
  needs: { ret: address },
  facts(e, emit, at) {
    emit({ kind: 'pt_withdraw', pfn: at.boot.pfnOf(e.ret) });
  },
});
