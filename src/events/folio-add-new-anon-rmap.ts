import { blockPages } from '../base/order.ts';
import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';

/** New anonymous memory at address, exclusive to this mm (mm/rmap.c). The folio's order is in its second page. */
export const folioAddNewAnonRmap = defineEvent({
  names: ['folio_add_new_anon_rmap'],
  probe: true,
  example:
    'folio_add_new_anon_rmap: (folio_add_new_anon_rmap+0x4/0x1d0) folio=0xffffea000257e800 folio_fl=0xfffffc0000008 folio_f1=0xfffffc0000000 folio_index=0x0 folio_mapping=0x0 folio_ref=1 vma=0xffff88800584aa80 vma_mm=0xffff88800447c600 vma_s=0x7fffe79a8000 vma_e=0x7fffe79c9000 vma_fl=0x100173 vma_pgoff=0x7ffffffde vma_av=0xffff888005fb04e0 vma_file=0x0 vma_lseq=0x21 vma_refc=0x2 address=0x7fffe79c5000 flags=0x1',
  needs: { folio: address, folio_fl: number, vma_mm: address, address: address },
  wants: { folio_f1: number },
  facts(e, emit, at) {
    const { kernel } = at.boot;
    const order = hasBits(e.folio_fl, kernel.pgHead) ? (e.folio_f1 ?? 0) & 0xff : 0;
    emit({
      kind: 'anon_new',
      mm: e.vma_mm,
      va: e.address,
      pfn: at.boot.pfnOf(e.folio),
      nr: blockPages(order),
      level: order === 9 ? 2 : 1,
    });
  },
});
