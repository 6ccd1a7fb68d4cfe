import { address, defineEvent } from './define.ts';

/** A kernel page is mapped at addr: ring buffers (mm/memory.c, insert_page_into_pte_locked). */
export const insertPage = defineEvent({
  names: ['insert_page_into_pte_locked'],
  probe: true,
  example:
    'insert_page_into_pte_locked: (insert_page_into_pte_locked+0x0/0x280) vma=0xffff8880062856c0 vma_mm=0xffff888004478e00 vma_s=0x7f8b88b37000 vma_e=0x7f8b88b38000 vma_fl=0x100400bb vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff88800599e240 vma_lseq=0x19b vma_refc=0x0 pte=0xffff888027c7f9b8 pte_v=0x0 addr=0x7f8b88b37000 page=0xffffea00009ff000 page_fl=0xfffffc0000000 page_index=0x17e7e page_w1=0x0 prot=0x8000000000000027 mkwrite=0x0',
  needs: { vma_mm: address, addr: address, page: address },
  facts(e, emit, at) {
    emit({ kind: 'pte_set', mm: e.vma_mm, va: e.addr, pfn: at.boot.pfnOf(e.page), nr: 1, level: 1, maps: 2, flags: -1 });
  },
});
