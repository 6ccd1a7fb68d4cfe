import { address, defineEvent } from './define.ts';

/** An mm system call returns; errors are small negative numbers. */
export const sysExit = defineEvent({
  names: [
    'sys_mmap__ret',
    'sys_munmap__ret',
    'sys_mprotect__ret',
    'sys_mlock__ret',
    'sys_munlock__ret',
    'sys_mremap__ret',
    'sys_brk__ret',
    'sys_madvise__ret',
  ],
  probe: false,
  example: 'sys_mmap -> 0x7fba91183000',
  needs: { ret: address },
  facts(e, emit) {
    emit({ kind: 'sys_exit', ret: e.ret });
    emit({ kind: 'call_end' });
  },
});
