import { address, defineEvent, number } from './define.ts';

/** A fresh vm_area_struct: bounds are not set yet (mm/vma_init.c, kernel/fork.c before). */
export const vmAreaAlloc = defineEvent({
  names: ['vm_area_alloc__ret'],
  probe: true,
  example:
    'vm_area_alloc__ret: (create_init_stack_vma+0xbe/0x2d0 <- vm_area_alloc) ret=0xffff888005848b40 ret_mm=0xffff888004479500 ret_s=0x0 ret_e=0x0 ret_fl=0x0 ret_pgoff=0x0 ret_av=0x0 ret_file=0x0 ret_lseq=0xffffffff ret_refc=0x0',
  needs: { ret: address, ret_mm: address },
  wants: { ret_lseq: number, ret_refc: number },
  facts(e, emit) {
    emit({ kind: 'vma_alloc', vma: e.ret, mm: e.ret_mm, lseq: e.ret_lseq ?? -1, refc: e.ret_refc ?? -1 });
  },
});
