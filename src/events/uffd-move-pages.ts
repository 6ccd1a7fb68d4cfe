import { address, defineEvent, number } from './define.ts';

/** UFFDIO_MOVE of a range (mm/userfaultfd.c, move_pages; inlined on 7.x). */
export const uffdMovePages = defineEvent({
  names: ['move_pages'],
  probe: true,
  example: 'MISSING',
  needs: { dst_start: address, src_start: address, len: number },
  facts(e, emit) {
    emit({ kind: 'uffd_move', to: e.dst_start, from: e.src_start, len: e.len });
  },
});
