import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';
import { folioPageAddress } from './page-address.ts';

/** Page-cache pages get PTEs; the address follows from the folio's index in the VMA (mm/rmap.c). */
export const folioAddFileRmapPtes = defineEvent({
  names: ['folio_add_file_rmap_ptes'],
  probe: true,
  example:
    'folio_add_file_rmap_ptes: (folio_add_file_rmap_ptes+0x4/0x270) folio=0xffffea00024de8c0 folio_fl=0xfffffd000082d folio_f1=0xfffffd000082c folio_index=0x40 folio_mapping=0xffff8880049f4ee0 folio_ref=3 page=0xffffea00024de8c0 page_fl=0xfffffd000082d page_index=0x40 page_w1=0xffffea000010bd48 nr_pages=0x1 vma=0xffff888005848a80 vma_mm=0xffff88800447cd00 vma_s=0x401000 vma_e=0x49a000 vma_fl=0x8000075 vma_pgoff=0x1 vma_av=0x0 vma_file=0xffff888037a7ce40 vma_lseq=0x1 vma_refc=0x2',
  needs: {
    folio: address,
    folio_fl: number,
    folio_index: number,
    page: address,
    nr_pages: number,
    vma_mm: address,
    vma_s: address,
    vma_pgoff: number,
  },
  wants: { vma_file: address },
  facts(e, emit, at) {
    emit({
      kind: 'file_add',
      mm: e.vma_mm,
      va: folioPageAddress(e, at.boot),
      pfn: at.boot.pfnOf(e.page),
      nr: e.nr_pages,
      level: 1,
      shmem: hasBits(e.folio_fl, at.boot.kernel.pgSwapbacked) ? 1 : 0,
      vmaFile: e.vma_file ?? 0,
    });
  },
});
