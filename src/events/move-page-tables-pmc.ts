import { address, defineEvent } from './define.ts';

/** The same of 7.x, which passes a struct pagetable_move. */
export const movePageTablesPmc = defineEvent({
  names: ['move_page_tables'],
  probe: true,
  example:
    'move_page_tables: (move_page_tables+0x4/0x1130) pmc=0xffffc9000044b728 pmc_old=0xffff888005848b40 pmc_old_s=0x7ffeb0111000 pmc_old_e=0x7ffffffff000 pmc_old_mm=0xffff888004479500 pmc_new=0xffff888005848b40 pmc_new_s=0x7ffeb0111000 pmc_new_e=0x7ffffffff000 pmc_new_mm=0xffff888004479500 pmc_old_addr=0x7fffffffe000 pmc_old_end=0x7ffffffff000 pmc_new_addr=0x7ffeb0111000 pmc_len_in=0x1000 pmc_for_stack=0x1 pmc_need_rmap_locks=0x0',
  needs: { pmc_new: address, pmc_old_addr: address, pmc_old_end: address, pmc_new_addr: address },
  facts(e, emit) {
    emit({
      kind: 'move_begin',
      mm: 0,
      vma: e.pmc_new,
      from: e.pmc_old_addr,
      to: e.pmc_new_addr,
      len: e.pmc_old_end - e.pmc_old_addr,
    });
  },
});
