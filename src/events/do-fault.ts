import { address, defineEvent } from './define.ts';
import { pmdAt } from './vm-fault-pmd.ts';

/** The fault is served by the file or shmem (mm/memory.c, do_fault), not by an anonymous or zero page. */
export const doFault = defineEvent({
  names: ['do_fault'],
  probe: true,
  example:
    'do_fault: (do_fault+0x0/0x5f0) vmf=0xffffc9000044bdc8 vmf_vma=0xffff888005848a80 vmf_mm=0xffff88800447cd00 vmf_vs=0x401000 vmf_ve=0x49a000 vmf_pgoff=0x46 vmf_address=0x446000 vmf_real_address=0x446773 vmf_flags=0x1b54 vmf_pmd=0xffff8880066cc010 vmf_orig_pte=0x0 vmf_page=0x0',
  needs: {},
  wants: { vmf_mm: address, vmf_address: address, vmf_pmd: address },
  facts(e, emit) {
    emit({ kind: 'fault_not_anon' });
    pmdAt(e, emit);
  },
});
