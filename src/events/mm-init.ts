import { address, defineEvent } from './define.ts';

/** mm_init() returned a fresh mm_struct (kernel/fork.c). The return value is 0 on failure. */
export const mmInit = defineEvent({
  names: ['mm_init__ret'],
  probe: true,
  example: 'mm_init__ret: (copy_process+0x1d1d/0x2c20 <- mm_init) ret=0xffff88800447cd00',
  needs: { ret: address },
  facts(e, emit, at) {
    if (e.ret) emit({ kind: 'mm_new', mm: e.ret, whole: at.boot.knowsPages ? 1 : 0 });
  },
});
