import { address, defineEvent } from './define.ts';

/** Entries of [start, end) are cleared (mm/memory.c of 7.x). */
export const zapVmaRange = defineEvent({
  names: ['__zap_vma_range'],
  probe: true,
  example:
    '__zap_vma_range: (__zap_vma_range+0x0/0x19f0) tlb=0xffffc9000044b980 tlb_mm=0xffff88800447cd00 tlb_start=0xffffffffffffffff tlb_end=0xffffffffffffffff tlb_fullmm=0x1 vma=0xffff888005848180 vma_mm=0xffff88800447cd00 vma_s=0x400000 vma_e=0x401000 vma_fl=0x8000071 vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff888037a7ce40 vma_lseq=0x1 vma_refc=0x1 start=0x400000 end=0x401000 details=0xffffc9000044b880',
  needs: { vma_mm: address, start: address, end: address },
  facts(e, emit) {
    emit({ kind: 'zap_range', mm: e.vma_mm, start: e.start, end: e.end });
  },
});
