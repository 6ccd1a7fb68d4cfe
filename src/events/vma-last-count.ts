import { address, defineEvent, number } from './define.ts';

/** The count of a VMA that is given back, where the probe fetches it (mm/vma.c remove_vma, vm_area_free). */
export const vmaLastCount = defineEvent({
  names: ['remove_vma', 'vm_area_free'],
  probe: true,
  example:
    'vm_area_free: (vm_area_free+0x4/0x90) vma=0xffff888005848180 vma_mm=0xffff88800447cd00 vma_s=0x400000 vma_e=0x401000 vma_fl=0x8000071 vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff888037a7ce40 vma_lseq=0x3 vma_refc=0x0',
  needs: { vma: address, vma_refc: number },
  facts(e, emit) {
    emit({ kind: 'vma_last_count', vma: e.vma, refc: e.vma_refc });
  },
});
