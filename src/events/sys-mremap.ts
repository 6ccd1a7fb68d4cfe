import { address, defineEvent, number } from './define.ts';

/** mremap() is called (mm/mremap.c); where to is told by its return. */
export const sysMremap = defineEvent({
  names: ['sys_mremap'],
  probe: false,
  example: 'sys_mremap(addr: 0x7fba90bed000, old_len: 0x22000, new_len: 0x26000, flags: 1, new_addr: 0)',
  needs: { addr: address, old_len: number, new_len: number, flags: number, new_addr: address },
  facts(e, emit) {
    emit({ kind: 'sys_mremap', addr: e.addr, oldLen: e.old_len, newLen: e.new_len, flags: e.flags });
  },
});
