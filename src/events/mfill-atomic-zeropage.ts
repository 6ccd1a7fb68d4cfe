import { address, defineEvent, number } from './define.ts';

/** UFFDIO_ZEROPAGE: the zero page over a range; the mm is the caller's where it is not printed (mm/userfaultfd.c). */
export const mfillAtomicZeropage = defineEvent({
  names: ['mfill_atomic_zeropage', 'mfill_zeropage'],
  probe: true,
  example: 'mfill_atomic_zeropage: (mfill_atomic_zeropage+0x0/0x440) ctx=0xffff888027efd9c0 start=0x7f8b88b03000 len=0x2000',
  needs: { start: address, len: number },
  wants: { dst_mm: address },
  facts(e, emit) {
    emit({ kind: 'uffd_zeropage', mm: e.dst_mm ?? 0, start: e.start, len: e.len });
  },
});
