import { address, defineEvent, number } from './define.ts';

/** munlock() is called (mm/mlock.c). */
export const sysMunlock = defineEvent({
  names: ['sys_munlock'],
  probe: false,
  example: 'sys_munlock(start: 0x7fb0c1a60000, len: 0x8000)',
  needs: { start: address, len: number },
  facts(e, emit) {
    emit({ kind: 'sys_mlock', addr: e.start, len: e.len, lock: 0 });
  },
});
