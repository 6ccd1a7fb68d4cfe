import { address, defineEvent, number } from '../define.ts';

/** A flush is complete: no CPU holds a translation of [start, end) of the mm that was made before it began. */
export const mmstepTlbFlush = defineEvent({
  names: ['mmstep_tlb_flush'],
  probe: false,
  example: 'mm=0xffff88800447c600 start=0x7fdf23495000 end=0x7fdf23496000',
  needs: { mm: address, start: address, end: address },
  facts(e, emit) {
    emit({ kind: 'step_tlb_flush', mm: e.mm, start: e.start, end: e.end });
  },
});

/** A zapped page was put into the gather; `delay`: its rmap is removed after the flush. `pending` counts delayed slots. */
export const mmstepTlbSlot = defineEvent({
  names: ['mmstep_tlb_slot'],
  probe: false,
  example: 'mm=0xffff88800447c600 va=0x7fdf23417000 pfn=0x30f7 nr=1 delay=1 pending=1',
  needs: { mm: address, va: address, pfn: number, nr: number, delay: number, pending: number },
  facts(e, emit) {
    const { mm, va, pfn, nr, delay, pending } = e;
    emit({ kind: 'step_tlb_slot', mm, va, pfn, nr, delay, pending });
  },
});
