import { address, defineEvent } from './define.ts';

/** A fault tries to read-lock the VMA that holds address (mm/mmap_lock.c). */
export const lockVmaUnderRcu = defineEvent({
  names: ['lock_vma_under_rcu'],
  probe: true,
  example: 'lock_vma_under_rcu: (lock_vma_under_rcu+0x4/0x360) mm=0xffff88800447c600 address=0x7fffe79c5738',
  needs: { mm: address, address: address },
  facts(e, emit) {
    emit({ kind: 'mm_current', mm: e.mm });
    emit({ kind: 'vma_read_try', mm: e.mm, va: e.address });
  },
});
