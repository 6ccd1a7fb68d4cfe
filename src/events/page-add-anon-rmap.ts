import { hasBits } from './bits.ts';
import { address, defineEvent, number } from './define.ts';

/** A known anonymous page is mapped (mm/rmap.c of 6.1): flags bit 0 exclusive, bit 1 compound. */
export const pageAddAnonRmap = defineEvent({
  names: ['page_add_anon_rmap'],
  probe: true,
  example:
    'page_add_anon_rmap: (page_add_anon_rmap+0x0/0x280) page=0xffffea0000e98000 page_fl=0xfffffc008003d page_index=0x7f0eb7a00 page_w1=0xffffea0000eb4488 page_hindex=0x0 vma=0xffff888026be3be0 vma_mm=0xffff8880051c7a80 vma_s=0x7f0eb79d3000 vma_e=0x7f0eb7a05000 vma_fl=0x8100073 vma_pgoff=0x7f0eb79d3 vma_av=0xffff888026916270 vma_file=0x0 address=0x7f0eb7a00000 flags=0x1',
  needs: { page: address, vma_mm: address, address: address },
  wants: { flags: number },
  facts(e, emit, at) {
    const huge = hasBits(e.flags ?? 0, 2);
    emit({
      kind: 'anon_add',
      mm: e.vma_mm,
      va: e.address,
      pfn: at.boot.pfnOf(e.page),
      nr: huge ? 512 : 1,
      level: huge ? 2 : 1,
      exclusive: hasBits(e.flags ?? 0, 1) ? 1 : 0,
      ksm: -1,
    });
  },
});
