import { address, defineEvent, number } from './define.ts';

/** A page becomes exclusive to one VMA: in a write fault this is the decision not to copy (mm/memory.c, wp_can_reuse_anon_folio). */
export const pageReuse = defineEvent({
  names: ['folio_move_anon_rmap'],
  probe: true,
  example:
    'folio_move_anon_rmap: (folio_move_anon_rmap+0x4/0x20) folio=0xffffea000010b840 folio_fl=0xfffffd802002d folio_f1=0xfffffc0000000 folio_index=0x7fffffffb folio_mapping=0xffff888005fb04e1 folio_ref=1 vma=0xffff888036fb6540 vma_mm=0xffff88800447cd00 vma_s=0x7fffe79a8000 vma_e=0x7fffe79c9000 vma_fl=0x100173 vma_pgoff=0x7ffffffde vma_av=0xffff88800582f000 vma_file=0x0 vma_lseq=0x1 vma_refc=0x2',
  needs: { folio: address, folio_ref: number, vma_mm: address },
  facts(e, emit, at) {
    emit({ kind: 'page_reuse', mm: e.vma_mm, pfn: at.boot.pfnOf(e.folio), refs: e.folio_ref });
  },
});
