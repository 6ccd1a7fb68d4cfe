import { address, defineEvent } from './define.ts';

/** brk() is called (mm/mmap.c); the break it has afterwards is told by its return. */
export const sysBrk = defineEvent({
  names: ['sys_brk'],
  probe: false,
  example: 'sys_brk(brk: 0)',
  needs: { brk: address },
  facts(e, emit) {
    emit({ kind: 'sys_brk', brk: e.brk });
  },
});
