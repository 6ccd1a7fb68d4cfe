import { defineEvent, number } from './define.ts';

/** The copy of one VMA's entries is done. */
export const copyPageRangeRet = defineEvent({
  names: ['copy_page_range__ret'],
  probe: true,
  example: 'copy_page_range__ret: (dup_mmap+0x3bf/0x8d0 <- copy_page_range) ret=0x0',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'copy_range_end', ret: e.ret });
  },
});
