import { address, defineEvent, number } from './define.ts';

/** fork copies the entries of one VMA: all of them when it has an anon_vma or maps pfns, else none (mm/memory.c, vma_needs_copy). */
export const copyPageRange = defineEvent({
  names: ['copy_page_range'],
  probe: true,
  example:
    'copy_page_range: (copy_page_range+0x4/0x2400) dst_vma=0xffff888005848180 dst_vma_mm=0xffff88800447cd00 dst_vma_s=0x400000 dst_vma_e=0x401000 dst_vma_fl=0x8000071 dst_vma_pgoff=0x0 dst_vma_av=0x0 dst_vma_file=0xffff888037a7ce40 dst_vma_lseq=0x1 dst_vma_refc=0x1 src_vma=0xffff888036fb5900 src_vma_mm=0xffff88800447c600 src_vma_s=0x400000 src_vma_e=0x401000 src_vma_fl=0x8000071 src_vma_pgoff=0x0 src_vma_av=0x0 src_vma_file=0xffff888037a7ce40 src_vma_lseq=0x21 src_vma_refc=0x1',
  needs: {
    dst_vma_mm: address,
    src_vma_mm: address,
    src_vma_s: address,
    src_vma_e: address,
    src_vma_fl: number,
    src_vma_av: address,
  },
  facts(e, emit) {
    emit({
      kind: 'copy_range',
      src: e.src_vma_mm,
      dst: e.dst_vma_mm,
      start: e.src_vma_s,
      end: e.src_vma_e,
      anonVma: e.src_vma_av,
      flags: e.src_vma_fl,
    });
  },
});
