import { address, defineEvent } from './define.ts';

/** mremap() got the VMA that will hold the moved pages: a new one, or a neighbour that grew (mm/vma.c, copy_vma). */
export const copyVma = defineEvent({
  names: ['copy_vma__ret'],
  probe: true,
  example:
    'copy_vma__ret: (copy_vma_and_data+0x9c/0x1f0 <- copy_vma) ret=0xffff888005848e40 ret_mm=0xffff888004479500 ret_s=0x7fba90aa6000 ret_e=0x7fba90acc000 ret_fl=0x8100073 ret_pgoff=0x7fba90bed ret_av=0xffff88803709aae0 ret_file=0x0 ret_lseq=0xa3 ret_refc=0x1',
  needs: { ret: address, ret_mm: address, ret_s: address, ret_e: address },
  facts(e, emit) {
    if (e.ret) emit({ kind: 'vma_mapped', vma: e.ret, mm: e.ret_mm, start: e.ret_s, end: e.ret_e, flags: -1 });
  },
});
