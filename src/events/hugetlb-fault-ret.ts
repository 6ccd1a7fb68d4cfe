import { defineEvent, number } from './define.ts';

/** The hugetlb fault's vm_fault_t bits. */
export const hugetlbFaultRet = defineEvent({
  names: ['hugetlb_fault__ret'],
  probe: true,
  example: 'hugetlb_fault__ret: (handle_mm_fault+0x29e/0x2c0 <- hugetlb_fault) ret=0x0',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'hugetlb_fault_end', ret: e.ret });
  },
});
