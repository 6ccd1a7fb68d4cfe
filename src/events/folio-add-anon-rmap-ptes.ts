import { hasBits, mappingBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';

/** Known anonymous pages get PTEs: swap-in, migration, KSM, the split of a huge page (mm/rmap.c). flags bit 0: exclusive. */
export const folioAddAnonRmapPtes = defineEvent({
  names: ['folio_add_anon_rmap_ptes'],
  probe: true,
  example:
    'folio_add_anon_rmap_ptes: (folio_add_anon_rmap_ptes+0x4/0x310) folio=0xffffea0000978000 folio_fl=0xfffffd802007c folio_f1=0xfffffc0000209 folio_index=0x7fc86fa00 folio_mapping=0xffff888005b522a1 folio_ref=513 page=0xffffea0000978000 page_fl=0xfffffd802007c page_index=0x7fc86fa00 page_w1=0xffffea0000961d48 nr_pages=0x200 vma=0xffff888005a21600 vma_mm=0xffff88800447b800 vma_s=0x7fc86f400000 vma_e=0x7fc86fc00000 vma_fl=0x8200073 vma_pgoff=0x7fc86f400 vma_av=0xffff888005b522a0 vma_file=0x0 vma_lseq=0x105 vma_refc=0x2 address=0x7fc86fa00000 flags=0x0',
  needs: { page: address, nr_pages: number, vma_mm: address, address: address },
  wants: { flags: number, folio_mapping: address },
  facts(e, emit, at) {
    emit({
      kind: 'anon_add',
      mm: e.vma_mm,
      va: e.address,
      pfn: at.boot.pfnOf(e.page),
      nr: e.nr_pages,
      level: 1,
      exclusive: hasBits(e.flags ?? 0, 1) ? 1 : 0,
      ksm: mappingBits(e.folio_mapping ?? 0) === 3 ? 1 : 0,
    });
  },
});
