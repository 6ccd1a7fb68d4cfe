import { address, defineEvent, number } from './define.ts';

/** A VMA is cut to [start, end) (mm/vma.c, vma_shrink; the exec stack on its way down). */
export const vmaShrink = defineEvent({
  names: ['vma_shrink'],
  probe: true,
  example:
    'vma_shrink: (vma_shrink+0x4/0x1c0) vmi=0xffffc9000044b760 vmi_mas_tree=0xffff888004479540 vmi_mas_index=0x7ffeb0111000 vmi_mas_last=0x7fffffffefff vma=0xffff888005848b40 vma_mm=0xffff888004479500 vma_s=0x7ffeb0111000 vma_e=0x7ffffffff000 vma_fl=0x118173 vma_pgoff=0x7fffffffe vma_av=0xffff888005fb1c60 vma_file=0x0 vma_lseq=0x3 vma_refc=0x1 start=0x7ffeb0111000 end=0x7ffeb0112000 pgoff=0x7fffffffe',
  needs: { vma: address, start: address, end: address },
  wants: { pgoff: number },
  facts(e, emit) {
    emit({ kind: 'vma_resize', vma: e.vma, start: e.start, end: e.end, pgoff: e.pgoff ?? -1, stepwise: 0 });
  },
});
