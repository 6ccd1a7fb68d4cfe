import { address, defineEvent, number } from './define.ts';

/** Bounds of a VMA change, with it perhaps the next one's (mm/mmap.c of 6.1, __vma_adjust). */
export const vmaAdjust = defineEvent({
  names: ['__vma_adjust'],
  probe: true,
  example:
    '__vma_adjust: (__vma_adjust+0x0/0xb20) vma=0xffff8880059aa850 vma_mm=0xffff888003c54900 vma_s=0x7fffffffe000 vma_e=0x7ffffffff000 vma_fl=0x118173 vma_pgoff=0x7fffffffe vma_av=0xffff888004e50f70 vma_file=0x0 start=0x7ffedf748000 end=0x7ffffffff000 pgoff=0x7fffffffe insert=0x0 insert_mm=0x0 insert_s=0x0 insert_e=0x0 insert_fl=0x0 insert_pgoff=0x0 insert_av=0x0 insert_file=0x0 expand=0x0 expand_mm=0x0 expand_s=0x0 expand_e=0x0 expand_fl=0x0 expand_pgoff=0x0 expand_av=0x0 expand_file=0x0',
  needs: { vma: address, start: address, end: address },
  wants: { pgoff: number },
  facts(e, emit) {
    emit({ kind: 'vma_resize', vma: e.vma, start: e.start, end: e.end, pgoff: e.pgoff ?? -1, stepwise: 1 });
  },
});
