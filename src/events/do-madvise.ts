import { defineEvent, number } from './define.ts';

/** madvise begins (mm/madvise.c, do_madvise). */
export const doMadvise = defineEvent({
  names: ['do_madvise'],
  probe: true,
  example: 'do_madvise: (do_madvise+0x4/0x1f0) mm=0xffff88800447c600 start=0x7fdf23494000 len_in=0x8000 behavior=0x4',
  needs: { behavior: number },
  facts(e, emit) {
    emit({ kind: 'madvise_begin', behavior: e.behavior });
  },
});
