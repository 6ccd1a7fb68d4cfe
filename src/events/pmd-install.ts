import { address, defineEvent } from './define.ts';

/** A PTE table page is linked under a PMD entry (mm/memory.c); `*pte` is the table's struct page. */
export const pmdInstall = defineEvent({
  names: ['pmd_install'],
  probe: true,
  example:
    'pmd_install: (pmd_install+0x4/0x100) mm=0xffff88800447cd00 pmd=0xffff8880066cc010 pmd_v=0x0 pte=0xffffc900004437f8 pte_v=0xffffea0000161900',
  needs: { mm: address, pmd: address, pte_v: address },
  facts(e, emit, at) {
    if (e.pte_v) emit({ kind: 'pt_link', mm: e.mm, pmd: e.pmd, pfn: at.boot.pfnOf(e.pte_v) });
  },
});
