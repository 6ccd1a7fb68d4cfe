import { address, defineEvent, number } from './define.ts';

/** A range of physical memory is mapped (mm/memory.c, remap_pfn_range). */
export const remapPfnRange = defineEvent({
  names: ['remap_pfn_range'],
  probe: true,
  example:
    'remap_pfn_range: (remap_pfn_range+0x0/0xa0) vma=0xffff888036c58000 vma_mm=0xffff888003c57600 vma_s=0x7fc8aeae4000 vma_e=0x7fc8aeae8000 vma_fl=0xd1 vma_pgoff=0xf0 vma_av=0x0 vma_file=0xffff8880367c5d00 addr=0x7fc8aeae4000 pfn=0xf0 size=0x4000 prot=0x8000000000000025',
  needs: { vma_mm: address, addr: address, pfn: number, size: number },
  facts(e, emit) {
    emit({ kind: 'pte_set', mm: e.vma_mm, va: e.addr, pfn: e.pfn, nr: Math.ceil(e.size / 4096), level: 1, maps: 6, flags: -1 });
  },
});
