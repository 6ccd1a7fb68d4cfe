import { address, defineEvent, number } from './define.ts';

/** UFFDIO_MOVE of a range (mm/userfaultfd.c, move_pages; inlined on 7.x). */
export const uffdMovePages = defineEvent({
  names: ['move_pages'],
  probe: true,
  example:
    'move_pages: (move_pages+0x4/0x1a30) ctx=0xffff888027efd9c0 dst_start=0x7f8b88b03000 src_start=0x7f8b88b0b000 len=0x2000 mode=0x0',
  needs: { dst_start: address, src_start: address, len: number },
  facts(e, emit) {
    emit({ kind: 'uffd_move', to: e.dst_start, from: e.src_start, len: e.len });
  },
});
