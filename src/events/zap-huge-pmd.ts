import { address, defineEvent } from './define.ts';

/** A huge PMD entry is cleared (mm/huge_memory.c): the huge zero page leaves here, pages by their rmap. */
export const zapHugePmd = defineEvent({
  names: ['zap_huge_pmd'],
  probe: true,
  example:
    'zap_huge_pmd: (zap_huge_pmd+0x4/0x460) tlb=0xffffc9000044b980 tlb_mm=0xffff88800447cd00 tlb_start=0x401000 tlb_end=0xffffffffffffffff tlb_fullmm=0x11 vma=0xffff888036fb6000 vma_mm=0xffff88800447cd00 vma_s=0x7f8880600000 vma_e=0x7f888a600000 vma_fl=0x8100073 vma_pgoff=0x7f8880600 vma_av=0xffff888005fb17e0 vma_file=0x0 vma_lseq=0x1 vma_refc=0x1 pmd=0xffff888037398018 pmd_v=0x8400000038400885 addr=0x7f8880600000',
  needs: { vma_mm: address, pmd: address, addr: address },
  facts(e, emit) {
    emit({ kind: 'pmd_at', mm: e.vma_mm, va: e.addr, pmd: e.pmd });
  },
});
