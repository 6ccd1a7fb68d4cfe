import { defineEvent, number } from './define.ts';

/** 0 after a read fault means: the huge zero page is mapped (mm/huge_memory.c). */
export const doHugePmdAnonymousPageRet = defineEvent({
  names: ['do_huge_pmd_anonymous_page__ret'],
  probe: true,
  example: 'do_huge_pmd_anonymous_page__ret: (__handle_mm_fault+0xd38/0xf90 <- do_huge_pmd_anonymous_page) ret=0x800',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'fault_huge_end', ret: e.ret });
  },
});
