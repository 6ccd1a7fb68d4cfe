import { address, defineEvent } from './define.ts';

/** A flush of a range of an mm begins; TLB_FLUSH_ALL as end is all of it (arch/x86/mm/tlb.c). */
export const flushTlbMmRange = defineEvent({
  names: ['flush_tlb_mm_range'],
  probe: true,
  example:
    'flush_tlb_mm_range: (flush_tlb_mm_range+0x4/0x730) mm=0xffff88800447c600 start=0x0 end=0xffffffffffffffff stride_shift=0x0 freed_tables=0x1',
  needs: { mm: address, start: address, end: address },
  facts(e, emit) {
    emit({ kind: 'tlb_flush_begin', mm: e.mm, start: e.start, end: e.end });
  },
});
