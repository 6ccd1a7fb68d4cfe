import { address, defineEvent, number } from './define.ts';

/** mremap moves hugetlb entries (mm/hugetlb.c). */
export const moveHugetlbPageTables = defineEvent({
  names: ['move_hugetlb_page_tables'],
  probe: true,
  example:
    'move_hugetlb_page_tables: (move_hugetlb_page_tables+0x4/0x840) vma=0xffff888006456f00 vma_mm=0xffff888004478e00 vma_s=0x7f8b87c00000 vma_e=0x7f8b87e00000 vma_fl=0x8440073 vma_pgoff=0x0 vma_av=0xffff8880059bb6c0 vma_file=0xffff888027e5b600 vma_lseq=0xc1 vma_refc=0x1 new_vma=0xffff888027efca80 new_vma_mm=0xffff888004478e00 new_vma_s=0x7f8b87000000 new_vma_e=0x7f8b87200000 new_vma_fl=0x8440073 new_vma_pgoff=0x0 new_vma_av=0xffff8880059bb6c0 new_vma_file=0xffff888027e5b600 new_vma_lseq=0xc1 new_vma_refc=0x1 old_addr=0x7f8b87c00000 new_addr=0x7f8b87000000 len=0x200000',
  needs: { vma_mm: address, old_addr: address, new_addr: address, len: number },
  facts(e, emit) {
    emit({ kind: 'move_begin', mm: e.vma_mm, vma: 0, from: e.old_addr, to: e.new_addr, len: e.len });
    emit({ kind: 'move_end', ret: e.len });
  },
});
