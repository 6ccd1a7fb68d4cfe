import { defineEvent, number } from './define.ts';

/** expand_downwards() returned 0 when the stack grew or was large enough. */
export const expandDownwardsRet = defineEvent({
  names: ['expand_downwards__ret'],
  probe: true,
  example: 'expand_downwards__ret: (setup_arg_pages+0x370/0x460 <- expand_downwards) ret=0x0',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'stack_grow_end', ret: e.ret });
  },
});
