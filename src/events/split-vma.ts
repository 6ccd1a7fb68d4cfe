import { address, defineEvent, number } from './define.ts';

/** A VMA is about to be split at addr; new_below tells which half the copy becomes (mm/vma.c, __split_vma). */
export const splitVma = defineEvent({
  names: ['__split_vma'],
  probe: true,
  example:
    '__split_vma: (__split_vma+0x0/0x370) vmi=0xffffc9000044b990 vmi_mas_tree=0xffff888004479540 vmi_mas_index=0x7fba9118d000 vmi_mas_last=0x7fba911c1fff vma=0xffff888036fb6e40 vma_mm=0xffff888004479500 vma_s=0x7fba9118d000 vma_e=0x7fba911c2000 vma_fl=0x8000071 vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff8880052b0540 vma_lseq=0xf vma_refc=0x1 addr=0x7fba9118e000 new_below=0x1',
  needs: { vma: address, addr: address, new_below: number },
  facts(e, emit) {
    emit({ kind: 'split_begin', vma: e.vma, addr: e.addr, newBelow: e.new_below & 0xff });
  },
});
