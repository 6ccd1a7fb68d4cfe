import { defineEvent, number } from './define.ts';

/** The unmap of one VMA is done. */
export const tryToUnmapOneRet = defineEvent({
  names: ['try_to_unmap_one__ret'],
  probe: true,
  example: 'try_to_unmap_one__ret: (rmap_walk_anon+0x114/0x2a0 <- try_to_unmap_one) ret=0x1',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'unmap_one_end', ret: e.ret });
  },
});
