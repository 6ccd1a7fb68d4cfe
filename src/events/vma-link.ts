import { address, defineEvent } from './define.ts';

/** The VMA is put into its mm's tree (mm/mmap.c, vma_link). */
export const vmaLink = defineEvent({
  names: ['vma_link', 'vma_mas_store'],
  probe: true,
  example:
    'vma_link: (vma_link+0x0/0x250) mm=0xffff888004479500 vma=0xffff888005848b40 vma_mm=0xffff888004479500 vma_s=0x7fffffffe000 vma_e=0x7ffffffff000 vma_fl=0x8118173 vma_pgoff=0x7fffffffe vma_av=0x0 vma_file=0x0 vma_lseq=0xffffffff vma_refc=0x0',
  needs: { vma: address, vma_mm: address, vma_s: address, vma_e: address },
  facts(e, emit) {
    emit({ kind: 'vma_store', mm: e.vma_mm, vma: e.vma, start: e.vma_s, end: e.vma_e });
  },
});
