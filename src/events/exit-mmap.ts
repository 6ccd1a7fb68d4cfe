import { address, defineEvent } from './define.ts';

/** The last user of the mm is gone: mappings are torn down (mm/mmap.c, exit_mmap). */
export const exitMmap = defineEvent({
  names: ['exit_mmap'],
  probe: true,
  example: 'exit_mmap: (exit_mmap+0x4/0x440) mm=0xffff88800447cd00',
  needs: { mm: address },
  facts(e, emit) {
    emit({ kind: 'mm_exit', mm: e.mm });
  },
});
