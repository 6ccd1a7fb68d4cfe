import { address, defineEvent, number } from './define.ts';

/** munmap() is called (mm/mmap.c). */
export const sysMunmap = defineEvent({
  names: ['sys_munmap'],
  probe: false,
  example: 'sys_munmap(addr: 0x7fba90bcc000, len: 0x21000)',
  needs: { addr: address, len: number },
  facts(e, emit) {
    emit({ kind: 'sys_munmap', addr: e.addr, len: e.len });
  },
});
