import { address, defineEvent } from './define.ts';
import { pmdAt } from './vm-fault-pmd.ts';

/** Handlers of a fault print where its PMD entry lies (struct vm_fault). */
export const vmFault = defineEvent({
  names: [
    'do_anonymous_page',
    'do_wp_page',
    'do_swap_page',
    'finish_fault',
    'filemap_map_pages',
    'do_huge_pmd_anonymous_page',
    'do_huge_pmd_wp_page',
  ],
  probe: true,
  example:
    'do_anonymous_page: (do_anonymous_page+0x0/0x9a0) vmf=0xffffc9000044b910 vmf_vma=0xffff888005848b40 vmf_mm=0xffff888004479500 vmf_vs=0x7fffffffe000 vmf_ve=0x7ffffffff000 vmf_pgoff=0x7fffffffe vmf_address=0x7fffffffe000 vmf_real_address=0x7fffffffefe4 vmf_flags=0x81 vmf_pmd=0xffff888037cb6ff8 vmf_orig_pte=0x0 vmf_page=0x0',
  needs: { vmf_mm: address, vmf_address: address, vmf_pmd: address },
  facts(e, emit) {
    pmdAt(e, emit);
  },
});
