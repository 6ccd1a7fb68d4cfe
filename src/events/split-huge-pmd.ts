import { address, defineEvent, number } from './define.ts';

/** A PMD entry is split into 512; a file's is dropped instead; none at all when it is not there (mm/huge_memory.c). */
export const splitHugePmd = defineEvent({
  names: ['__split_huge_pmd'],
  probe: true,
  example:
    '__split_huge_pmd: (__split_huge_pmd+0x4/0x1b0) vma=0xffff888036fb7cc0 vma_mm=0xffff888004479500 vma_s=0x7fba90bed000 vma_e=0x7fba90e77000 vma_fl=0x8000073 vma_pgoff=0x7fba90bed vma_av=0xffff88803709aae0 vma_file=0x0 vma_lseq=0xa3 vma_refc=0x1 pmd=0xffff888037ba4430 pmd_v=0x379e0067 address=0x7fba90c0f000 freeze=0x0',
  needs: { vma_mm: address, address: address },
  wants: { vma_file: address, pmd: address, pmd_v: address, freeze: number },
  facts(e, emit) {
    emit({
      kind: 'pmd_split',
      mm: e.vma_mm,
      va: e.address,
      file: e.vma_file ?? 0,
      pmd: e.pmd_v ?? -1,
      freeze: (e.freeze ?? 0) & 0xff,
    });
    if (e.pmd) emit({ kind: 'pmd_at', mm: e.vma_mm, va: e.address, pmd: e.pmd });
  },
});
