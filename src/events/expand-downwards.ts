import { address, defineEvent } from './define.ts';

/** A stack is asked to grow down to address (mm/mmap.c, expand_downwards). */
export const expandDownwards = defineEvent({
  names: ['expand_downwards'],
  probe: true,
  example:
    'expand_downwards: (expand_downwards+0x4/0x490) vma=0xffff888005848b40 vma_mm=0xffff888004479500 vma_s=0x7ffeb0111000 vma_e=0x7ffeb0112000 vma_fl=0x100173 vma_pgoff=0x7fffffffe vma_av=0xffff888005fb1c60 vma_file=0x0 vma_lseq=0x3 vma_refc=0x1 address=0x7ffeb00f1000',
  needs: { vma: address, address: address },
  facts(e, emit) {
    emit({ kind: 'stack_grow', vma: e.vma, addr: e.address });
  },
});
