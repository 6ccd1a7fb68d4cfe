import { address, defineEvent } from './define.ts';

/** A walk prints an address and where its PMD entry lies. */
export const walkPmd = defineEvent({
  names: ['change_pte_range'],
  probe: true,
  example:
    'change_pte_range: (change_pte_range+0x0/0x1000) tlb=0xffffc9000044b9a0 tlb_mm=0xffff888004479500 tlb_start=0x7ffffffff000 tlb_end=0x0 tlb_fullmm=0x0 vma=0xffff888005848b40 vma_mm=0xffff888004479500 vma_s=0x7fffffffe000 vma_e=0x7ffffffff000 vma_fl=0x118173 vma_pgoff=0x7fffffffe vma_av=0xffff888005fb1c60 vma_file=0x0 vma_lseq=0x3 vma_refc=0x1 pmd=0xffff888037cb6ff8 pmd_v=0x37c30067 addr=0x7fffffffe000 end=0x7ffffffff000 newprot=0x8000000000000025 cp_flags=0x1',
  needs: { vma_mm: address, pmd: address, addr: address },
  facts(e, emit) {
    emit({ kind: 'pmd_at', mm: e.vma_mm, va: e.addr, pmd: e.pmd });
  },
});
