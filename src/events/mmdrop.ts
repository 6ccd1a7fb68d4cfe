import { address, defineEvent } from './define.ts';

/** The mm_struct is given back; its pointer may name another mm from now on (kernel/fork.c). */
export const mmdrop = defineEvent({
  names: ['__mmdrop'],
  probe: true,
  example: '__mmdrop: (__mmdrop+0x4/0x1f0) mm=0xffff88800447cd00',
  needs: { mm: address },
  facts(e, emit) {
    emit({ kind: 'mm_free', mm: e.mm });
  },
});
