import { defineEvent, number } from './define.ts';

/** The fault's vm_fault_t bits. */
export const handleMmFaultRet = defineEvent({
  names: ['handle_mm_fault__ret'],
  probe: true,
  example: 'handle_mm_fault__ret: (do_user_addr_fault+0x2cd/0x840 <- handle_mm_fault) ret=0x0',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'fault_end', ret: e.ret });
  },
});
