import { address, defineEvent, number } from './define.ts';

/** mremap or exec moves entries from old_addr to new_addr (mm/mremap.c up to 6.x). */
export const movePageTables = defineEvent({
  names: ['move_page_tables'],
  probe: true,
  example:
    'move_page_tables: (move_page_tables+0x4/0x1120) vma=0xffff88800567adc0 vma_mm=0xffff88800572a100 vma_s=0x7fff2207c000 vma_e=0x7ffffffff000 vma_fl=0x118173 vma_pgoff=0x7fffffffe vma_av=0xffff888005609f08 vma_file=0x0 vma_lseq=0x3 old_addr=0x7fffffffe000 new_vma=0xffff88800567adc0 new_vma_mm=0xffff88800572a100 new_vma_s=0x7fff2207c000 new_vma_e=0x7ffffffff000 new_vma_fl=0x118173 new_vma_pgoff=0x7fffffffe new_vma_av=0xffff888005609f08 new_vma_file=0x0 new_vma_lseq=0x3 new_addr=0x7fff2207c000 len=0x1000 need_rmap_locks=0x0 for_stack=0x1',
  needs: { vma_mm: address, old_addr: address, new_addr: address, len: number },
  facts(e, emit) {
    emit({ kind: 'move_begin', mm: e.vma_mm, vma: 0, from: e.old_addr, to: e.new_addr, len: e.len });
  },
});
