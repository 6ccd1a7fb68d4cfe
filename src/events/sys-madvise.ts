import { address, defineEvent, number } from './define.ts';

/** madvise() is called (mm/madvise.c). */
export const sysMadvise = defineEvent({
  names: ['sys_madvise'],
  probe: false,
  example: 'sys_madvise(start: 0x7fba8ea17000, len_in: 0x7fb000, behavior: 4)',
  needs: { start: address, len_in: number, behavior: number },
  facts(e, emit) {
    emit({ kind: 'sys_madvise', addr: e.start, len: e.len_in, behavior: e.behavior });
  },
});
