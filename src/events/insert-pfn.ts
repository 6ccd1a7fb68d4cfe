import { address, defineEvent, low52 } from './define.ts';

/** A pfn without rmap is mapped at addr: vvar, device memory (mm/memory.c, insert_pfn). */
export const insertPfn = defineEvent({
  names: ['insert_pfn'],
  probe: true,
  example:
    'insert_pfn: (insert_pfn+0x0/0x210) vma=0xffff8880330cde70 vma_mm=0xffff88800572c780 vma_s=0x7f4086b05000 vma_e=0x7f4086b09000 vma_fl=0xc044411 vma_pgoff=0x0 vma_av=0x0 vma_file=0x0 vma_lseq=0x1b addr=0x7f4086b05000 pfn=0x20000000000032f3 prot=0x8000000000000025 mkwrite=0x0',
  needs: { vma_mm: address, addr: address, pfn: low52 },
  facts(e, emit) {
    emit({ kind: 'pte_set', mm: e.vma_mm, va: e.addr, pfn: e.pfn, nr: 1, level: 1, maps: 6, flags: -1 });
  },
});
