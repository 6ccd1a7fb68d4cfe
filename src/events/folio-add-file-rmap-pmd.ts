import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';
import { folioPageAddress } from './page-address.ts';

/** A page-cache huge page gets a PMD entry (mm/rmap.c). */
export const folioAddFileRmapPmd = defineEvent({
  names: ['folio_add_file_rmap_pmd'],
  probe: true,
  example:
    'folio_add_file_rmap_pmd: (folio_add_file_rmap_pmd+0x4/0x200) folio=0xffffea0000a28000 folio_fl=0xfffffd802006d folio_f1=0xfffffc0000209 folio_index=0x0 folio_mapping=0xffff888030050f80 folio_ref=513 page=0xffffea0000a28000 page_fl=0xfffffd802006d page_index=0x0 page_w1=0xffffea0000a49988 vma=0xffff888006456780 vma_mm=0xffff888004478e00 vma_s=0x7f8b86200000 vma_e=0x7f8b86800000 vma_fl=0x80000fb vma_pgoff=0x0 vma_av=0x0 vma_file=0xffff888027e5b9c0 vma_lseq=0x1b3 vma_refc=0x2',
  needs: {
    folio: address,
    folio_fl: number,
    folio_index: number,
    page: address,
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
      nr: 512,
      level: 2,
      shmem: hasBits(e.folio_fl, at.boot.kernel.pgSwapbacked) ? 1 : 0,
      vmaFile: e.vma_file ?? 0,
    });
  },
});
