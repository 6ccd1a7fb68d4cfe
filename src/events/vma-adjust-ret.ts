import { defineEvent } from './define.ts';

/** __vma_adjust() of 6.1 is done: bounds and page offset agree again (mm/mmap.c). */
export const vmaAdjustRet = defineEvent({
  names: ['__vma_adjust__ret'],
  probe: true,
  example: '__vma_adjust__ret: (shift_arg_pages+0xbf/0x1c0 <- __vma_adjust) ret=0x0',
  needs: {},
  facts(_e, emit) {
    emit({ kind: 'vma_resize_end' });
  },
});
