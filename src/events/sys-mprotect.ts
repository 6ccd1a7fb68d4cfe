import { address, defineEvent, number } from './define.ts';

/** mprotect() is called (mm/mprotect.c). */
export const sysMprotect = defineEvent({
  names: ['sys_mprotect'],
  probe: false,
  example: 'sys_mprotect(start: 0x7fba91046000, len: 0x4000, prot: 1)',
  needs: { start: address, len: number, prot: number },
  facts(e, emit) {
    emit({ kind: 'sys_mprotect', addr: e.start, len: e.len, prot: e.prot });
  },
});
