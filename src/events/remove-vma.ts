import { address, defineEvent } from './define.ts';

/** The VMA is gone from its mm (mm/vma.c remove_vma; vm_area_free() may come an RCU grace period later). */
export const removeVma = defineEvent({
  names: ['remove_vma', 'vm_area_free'],
  probe: true,
  example:
    'remove_vma: (remove_vma+0x4/0x60) vma=0xffff888005848180 vma_mm=0xffff88800447cd00 vma_s=0x400000 vma_e=0x401000 vma_fl=0x8000071 vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff888037a7ce40 vma_lseq=0x3 vma_refc=0x0',
  needs: { vma: address },
  wants: { vma_mm: address },
  facts(e, emit) {
    emit({ kind: 'vma_free', vma: e.vma, mm: e.vma_mm ?? 0 });
  },
});
