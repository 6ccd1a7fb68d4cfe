import { address, defineEvent, number } from './define.ts';

/** A fault on a hugetlb VMA begins (mm/hugetlb.c). */
export const hugetlbFault = defineEvent({
  names: ['hugetlb_fault'],
  probe: true,
  example:
    'hugetlb_fault: (hugetlb_fault+0x4/0x7e0) mm=0xffff888004478e00 vma=0xffff888006456f00 vma_mm=0xffff888004478e00 vma_s=0x7f8b87c00000 vma_e=0x7f8b88200000 vma_fl=0x8440073 vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff888027e5b600 vma_lseq=0xb5 vma_refc=0x2 address=0x7f8b87c00000 flags=0x1255',
  needs: { vma_mm: address, address: address, vma_s: address, vma_pgoff: number },
  wants: { vma_file: address, vma_fl: number, flags: number },
  facts(e, emit) {
    const va = Math.floor(e.address / 0x200000) * 0x200000;
    emit({
      kind: 'hugetlb_fault_begin',
      mm: e.vma_mm,
      va,
      file: e.vma_file ?? 0,
      pgoff: e.vma_pgoff + (va - e.vma_s) / 4096,
      vmaFlags: e.vma_fl ?? 0,
      flags: e.flags ?? 0,
    });
  },
});
