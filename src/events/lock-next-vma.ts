import { address, defineEvent } from './define.ts';

/** A reader of /proc/PID/maps goes on to the next VMA: the one it held is released first (mm/mmap_lock.c of 7.x). */
export const lockNextVma = defineEvent({
  names: ['lock_next_vma'],
  probe: true,
  example:
    'lock_next_vma: (lock_next_vma+0x4/0x500) mm=0xffff888004479500 vmi=0xffff888004c8bcd0 vmi_mas_tree=0xffff888004479540 vmi_mas_index=0x0 vmi_mas_last=0x0 from_addr=0x0',
  needs: { mm: address, from_addr: address },
  facts(e, emit) {
    emit({ kind: 'vma_read_next', mm: e.mm, va: e.from_addr });
  },
});
