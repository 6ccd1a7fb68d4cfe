import { address, defineEvent, number } from './define.ts';

/** The next VMA, read-locked; 0 at the end. */
export const lockNextVmaRet = defineEvent({
  names: ['lock_next_vma__ret'],
  probe: true,
  example:
    'lock_next_vma__ret: (proc_get_vma.isra.0+0xa5/0x1f0 <- lock_next_vma) ret=0xffff888036fb6540 ret_mm=0xffff888004479500 ret_s=0x400000 ret_e=0x41f000 ret_fl=0x8000071 ret_pgoff=0x0 ret_av=0x0 ret_file=0xffff8880052b0b40 ret_lseq=0x5 ret_refc=0x2',
  needs: { ret: address },
  wants: { ret_refc: number, ret_lseq: number },
  facts(e, emit) {
    emit({ kind: 'vma_read_end_try', vma: e.ret, refc: e.ret_refc ?? -1, lseq: e.ret_lseq ?? -1, ends: 1 });
  },
});
