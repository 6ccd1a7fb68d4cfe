import { blockPages } from '../base/order.ts';
import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';

/** Anonymous pages of one folio are written into PTEs at addr (mm/memory.c of 7.x). */
export const mapAnonFolioPte = defineEvent({
  names: ['map_anon_folio_pte_nopf'],
  probe: true,
  example:
    'map_anon_folio_pte_nopf: (map_anon_folio_pte_nopf+0x4/0x160) folio=0xffffea000257a200 folio_fl=0xfffffc0000008 folio_f1=0xfffffc0000000 folio_index=0x1e1 folio_mapping=0x0 folio_ref=1 pte=0xffff888037c30ff0 pte_v=0x0 vma=0xffff888005848b40 vma_mm=0xffff888004479500 vma_s=0x7fffffffe000 vma_e=0x7ffffffff000 vma_fl=0x8118173 vma_pgoff=0x7fffffffe vma_av=0xffff888005fb1c60 vma_file=0x0 vma_lseq=0x1 vma_refc=0x1 addr=0x7fffffffe000 uffd_wp=0x0',
  needs: { folio: address, folio_fl: number, vma_mm: address, addr: address },
  wants: { folio_f1: number },
  facts(e, emit, at) {
    const { kernel } = at.boot;
    const order = hasBits(e.folio_fl, kernel.pgHead) ? (e.folio_f1 ?? 0) & 0xff : 0;
    emit({ kind: 'anon_new', mm: e.vma_mm, va: e.addr, pfn: at.boot.pfnOf(e.folio), nr: blockPages(order), level: 1 });
  },
});
