import { address, defineEvent, number, text } from './define.ts';

/** The VMA that was read-locked, or 0: the fault falls back to mmap_lock. */
export const lockVmaUnderRcuRet = defineEvent({
  names: ['lock_vma_under_rcu__ret'],
  probe: true,
  example:
    'lock_vma_under_rcu__ret: (do_user_addr_fault+0x24b/0x840 <- lock_vma_under_rcu) ret=0xffff88800584aa80 ret_mm=0xffff88800447c600 ret_s=0x7fffe79a8000 ret_e=0x7fffe79c9000 ret_fl=0x100173 ret_pgoff=0x7ffffffde ret_av=0xffff888005fb04e0 ret_file=0x0 ret_lseq=0x21 ret_refc=0x2',
  needs: { ret: address },
  wants: { __probe_ret_ip: text, ret_refc: number, ret_lseq: number },
  facts(e, emit) {
    emit({
      kind: 'vma_read_end_try',
      vma: e.ret,
      refc: e.ret_refc ?? -1,
      lseq: e.ret_lseq ?? -1,
      ends: /page_fault|addr_fault|madvise/.test(e.__probe_ret_ip ?? 'page_fault') ? 1 : 0,
    });
  },
});
