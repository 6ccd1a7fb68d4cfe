import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';

/** A known anonymous huge page gets a PMD entry: migration, uffd move (mm/rmap.c). */
export const folioAddAnonRmapPmd = defineEvent({
  names: ['folio_add_anon_rmap_pmd'],
  probe: true,
  example:
    'folio_add_anon_rmap_pmd: (folio_add_anon_rmap_pmd+0x4/0x1d0) folio=0xffffea0000e88000 folio_fl=0xfffffd802087c folio_f1=0xfffffc0000209 folio_index=0x7fb0c0e00 folio_mapping=0xffff888005f38661 folio_ref=512 page=0xffffea0000e88000 page_fl=0xfffffd802087c page_index=0x7fb0c0e00 page_w1=0xffffea000008d348 vma=0xffff888005f6bd80 vma_mm=0xffff88800447c600 vma_s=0x7fb0c0e00000 vma_e=0x7fb0c1600000 vma_fl=0x28100073 vma_pgoff=0x7fb0c0e00 vma_av=0xffff888005f38660 vma_file=0x0 vma_lseq=0x91 vma_refc=0x2 address=0x7fb0c0e00000 flags=0x1',
  needs: { page: address, vma_mm: address, address: address },
  wants: { flags: number },
  facts(e, emit, at) {
    emit({
      kind: 'anon_add',
      mm: e.vma_mm,
      va: e.address,
      pfn: at.boot.pfnOf(e.page),
      nr: 512,
      level: 2,
      exclusive: hasBits(e.flags ?? 0, 1) ? 1 : 0,
      ksm: 0,
    });
  },
});
