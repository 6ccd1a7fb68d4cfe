import { address, defineEvent } from './define.ts';

/** fork copies the VMAs of oldmm (kernel/fork.c or mm/mmap.c, dup_mmap; inlined on 6.12). */
export const dupMmap = defineEvent({
  names: ['dup_mmap'],
  probe: true,
  example: 'dup_mmap: (dup_mmap+0x4/0x8d0) mm=0xffff88800447cd00 oldmm=0xffff88800447c600',
  needs: { mm: address, oldmm: address },
  facts(e, emit) {
    emit({ kind: 'mm_dup', mm: e.mm, old: e.oldmm });
  },
});
