import { defineEvent, number } from './define.ts';

/** __split_vma() returned: 0, or an error that left the VMA whole. */
export const splitVmaRet = defineEvent({
  names: ['__split_vma__ret'],
  probe: true,
  example: '__split_vma__ret: (vms_gather_munmap_vmas+0x5e/0x3c0 <- __split_vma) ret=0x0',
  needs: { ret: number },
  facts(e, emit) {
    emit({ kind: 'split_end', ret: e.ret });
  },
});
