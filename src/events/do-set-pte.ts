import { address, defineEvent, number } from './define.ts';

/** A file, shmem or private-copy page is written into the PTE at addr (mm/memory.c of 6.1). */
export const doSetPte = defineEvent({
  names: ['do_set_pte'],
  probe: true,
  example:
    'do_set_pte: (do_set_pte+0x0/0x1e0) vmf=0xffffc90002973e00 vmf_vma=0xffff888004ef5ab0 vmf_mm=0xffff888004d24900 vmf_vs=0x401000 vmf_ve=0x49a000 vmf_pgoff=0x7d vmf_address=0x47d000 vmf_real_address=0x47dd90 vmf_flags=0xb74 vmf_pmd=0xffff8880216dc010 vmf_orig_pte=0x0 vmf_page=0x0 page=0xffffea00000a3440 page_fl=0xfffffc0020015 page_index=0x7d page_w1=0xffffea00000a2c88 page_hindex=0x0 addr=0x47d000',
  needs: { vmf_mm: address, page: address, addr: address },
  wants: { page_fl: number, vmf_flags: number },
  facts(e, emit, at) {
    emit({
      kind: 'pte_set',
      mm: e.vmf_mm,
      va: e.addr,
      pfn: at.boot.pfnOf(e.page),
      nr: 1,
      level: 1,
      maps: -1,
      flags: e.vmf_flags ?? -1,
    });
  },
});
