import { address, defineEvent, number } from './define.ts';

/** The processor faulted on an address: error_code bit 0 the page was there, bit 1 a write, bit 2 from user mode (arch/x86/mm/fault.c). */
export const pageFault = defineEvent({
  names: ['page_fault_user', 'page_fault_kernel'],
  probe: false,
  example: 'page_fault_user: address=0x7fffe79c5738 ip=0x4462e8 error_code=0x7',
  needs: { address, error_code: number },
  facts(e, emit) {
    if (e.address >= 0) emit({ kind: 'page_fault', va: e.address, write: e.error_code & 2 ? 1 : 0, present: e.error_code & 1 });
  },
});
