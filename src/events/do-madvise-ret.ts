import { defineEvent } from './define.ts';

/** madvise is done; 7.x read-locks the VMA for it and has released it by now (mm/madvise.c, madvise_unlock). */
export const doMadviseRet = defineEvent({
  names: ['do_madvise__ret'],
  probe: true,
  example: 'do_madvise__ret: (__x64_sys_madvise+0x2b/0x40 <- do_madvise) ret=0x0',
  needs: {},
  facts(_e, emit) {
    emit({ kind: 'call_end' });
  },
});
