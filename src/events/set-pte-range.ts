import { address, defineEvent, number } from './define.ts';
import { installedKind } from './installed-kind.ts';

/** File, shmem or special pages are written into PTEs at addr (mm/memory.c). */
export const setPteRange = defineEvent({
  names: ['set_pte_range'],
  probe: true,
  example:
    'set_pte_range: (set_pte_range+0x4/0x270) vmf=0xffffc9000044bdc8 vmf_vma=0xffff888005848a80 vmf_mm=0xffff88800447cd00 vmf_vs=0x401000 vmf_ve=0x49a000 vmf_pgoff=0x46 vmf_address=0x446000 vmf_real_address=0x446773 vmf_flags=0x1b54 vmf_pmd=0xffff8880066cc010 vmf_orig_pte=0x0 vmf_page=0x0 folio=0xffffea00024de8c0 folio_fl=0xfffffd000082d folio_f1=0xfffffd000082c folio_index=0x40 folio_mapping=0xffff8880049f4ee0 folio_ref=3 page=0xffffea00024de8c0 page_fl=0xfffffd000082d page_index=0x40 page_w1=0xffffea000010bd48 nr=0x1 addr=0x440000',
  needs: { vmf_mm: address, page: address, nr: number, addr: address },
  wants: { folio: address, folio_fl: number, folio_mapping: address, vmf_address: address, vmf_pmd: address, vmf_flags: number },
  facts(e, emit, at) {
    emit({
      kind: 'pte_set',
      mm: e.vmf_mm,
      va: e.addr,
      pfn: at.boot.pfnOf(e.page),
      nr: e.nr,
      level: 1,
      maps: installedKind(e, at.boot),
      flags: e.vmf_flags ?? -1,
    });
  },
});
