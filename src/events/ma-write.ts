import { address, defineEvent, number } from './define.ts';

/** A maple tree node is written: the range and what is stored, for a VMA tree its vm_area_struct (include/trace/events/maple_tree.h). */
export const maWrite = defineEvent({
  names: ['ma_write'],
  probe: false,
  example: 'ma_write: mas_store\tNode ffff88800592290c (0 414810111) range:4194304-4198399 piv (0) val ffff888005848180',
  needs: { index: number, last: number, val: address },
  facts(e, emit) {
    if (e.val) emit({ kind: 'tree_store', value: e.val, start: e.index, end: e.last + 1 });
  },
});
