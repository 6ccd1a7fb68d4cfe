import { address, defineEvent, number } from './define.ts';

/** A copy of a vm_area_struct, in no tree yet; in fork its vm_mm is still the parent's (mm/vma_init.c). */
export const vmAreaDup = defineEvent({
  names: ['vm_area_dup__ret'],
  probe: true,
  example:
    'vm_area_dup__ret: (dup_mmap+0x22c/0x8d0 <- vm_area_dup) ret=0xffff888005848180 ret_mm=0xffff88800447c600 ret_s=0x400000 ret_e=0x401000 ret_fl=0x8000071 ret_pgoff=0x0 ret_av=0x0 ret_file=0xffff888037a7ce40 ret_lseq=0xffffffff ret_refc=0x0',
  needs: { ret: address, ret_mm: address, ret_s: address, ret_e: address, ret_fl: number, ret_pgoff: number, ret_file: address },
  wants: { ret_av: address, ret_lseq: number, ret_refc: number },
  facts(e, emit) {
    emit({
      kind: 'vma_dup',
      vma: e.ret,
      mm: e.ret_mm,
      start: e.ret_s,
      end: e.ret_e,
      flags: e.ret_fl,
      pgoff: e.ret_pgoff,
      file: e.ret_file,
      anonVma: e.ret_av ?? -1,
      lseq: e.ret_lseq ?? -1,
      refc: e.ret_refc ?? -1,
    });
  },
});
