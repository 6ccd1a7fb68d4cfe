import { mappingBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';
import { folioPageAddress } from './page-address.ts';

/** Mappings of nr_pages are dropped; the PTEs were cleared before (mm/rmap.c). */
export const folioRemoveRmapPtes = defineEvent({
  names: ['folio_remove_rmap_ptes'],
  probe: true,
  example:
    'folio_remove_rmap_ptes: (folio_remove_rmap_ptes+0x4/0x250) folio=0xffffea000010b840 folio_fl=0xfffffd802002c folio_f1=0xfffffc0000000 folio_index=0x7fffffffb folio_mapping=0xffff888005fb04e1 folio_ref=3 page=0xffffea000010b840 page_fl=0xfffffd802002c page_index=0x7fffffffb page_w1=0xffffea000257e688 nr_pages=0x1 vma=0xffff88800584aa80 vma_mm=0xffff88800447c600 vma_s=0x7fffe79a8000 vma_e=0x7fffe79c9000 vma_fl=0x100173 vma_pgoff=0x7ffffffde vma_av=0xffff888005fb04e0 vma_file=0x0 vma_lseq=0x21 vma_refc=0x2',
  needs: {
    folio: address,
    folio_index: number,
    page: address,
    nr_pages: number,
    vma_mm: address,
    vma_s: address,
    vma_e: address,
    vma_pgoff: number,
  },
  wants: { folio_mapping: address, vma_file: address },
  facts(e, emit, at) {
    emit({
      kind: 'rmap_remove',
      mm: e.vma_mm,
      va: folioPageAddress(e, at.boot),
      pfn: at.boot.pfnOf(e.page),
      nr: e.nr_pages,
      level: 1,
      vmaStart: e.vma_s,
      vmaEnd: e.vma_e,
      vmaFile: e.vma_file ?? 0,
      mappingLow: e.folio_mapping === null ? -1 : e.folio_mapping === 0 ? 0 : mappingBits(e.folio_mapping),
    });
  },
});
