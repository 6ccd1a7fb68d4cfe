import { defineEvent, number } from './define.ts';

/** 0 when the upper table is there. */
export const upperAllocRet = defineEvent({
  names: ['__pmd_alloc__ret', '__pud_alloc__ret'],
  probe: true,
  example: '__pmd_alloc__ret: (copy_page_range+0x1db0/0x2400 <- __pmd_alloc) ret=0x0',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'pt_upper_end', ret: e.ret });
  },
});
