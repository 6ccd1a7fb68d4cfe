import { address, defineEvent, number } from './define.ts';

/** mlock() is called (mm/mlock.c). */
export const sysMlock = defineEvent({
  names: ['sys_mlock'],
  probe: false,
  example: 'sys_mlock(start: 0x559f740e3000, len: 0x3000)',
  needs: { start: address, len: number },
  facts(e, emit) {
    emit({ kind: 'sys_mlock', addr: e.start, len: e.len, lock: 1 });
  },
});
