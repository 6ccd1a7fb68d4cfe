import { address, defineEvent } from './define.ts';

/** Entries of [addr, end) are cleared (mm/memory.c, up to 6.x). */
export const zapRange = defineEvent({
  names: ['unmap_page_range'],
  probe: true,
  example:
    'unmap_page_range: (unmap_page_range+0x4/0x1420) tlb=0xffffc90002e97bf0 tlb_mm=0xffff888004067380 tlb_start=0xffffffffffffffff tlb_end=0xffffffffffffffff tlb_fullmm=0x1 vma=0xffff8880056ab0b0 vma_mm=0xffff888004067380 vma_s=0x400000 vma_e=0x401000 vma_fl=0x8000071 vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff888004b3ad80 vma_lseq=0x1 addr=0x400000 end=0x401000 details=0xffffc90002e97b20',
  needs: { vma_mm: address, addr: address, end: address },
  facts(e, emit) {
    emit({ kind: 'zap_range', mm: e.vma_mm, start: e.addr, end: e.end });
  },
});
