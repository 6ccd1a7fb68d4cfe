import { defineEvent } from './define.ts';

/** A fault takes mmap_lock: its VMA lock failed, or was given up after an access error (mm/memory.c or mm/mmap_lock.c). */
export const lockMmAndFindVma = defineEvent({
  names: ['lock_mm_and_find_vma'],
  probe: true,
  example: 'lock_mm_and_find_vma: (lock_mm_and_find_vma+0x4/0x260) mm=0xffff88800447c600 addr=0x7fffe79c5738',
  needs: {},
  facts(_e, emit) {
    emit({ kind: 'vma_read_given_up' });
  },
});
