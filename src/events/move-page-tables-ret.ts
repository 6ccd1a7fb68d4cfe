import { defineEvent, number } from './define.ts';

/** How many bytes were moved. */
export const movePageTablesRet = defineEvent({
  names: ['move_page_tables__ret'],
  probe: true,
  example: 'move_page_tables__ret: (relocate_vma_down+0x201/0x2e0 <- move_page_tables) ret=0x1000',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'move_end', ret: e.ret });
  },
});
