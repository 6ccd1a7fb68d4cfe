import { defineEvent, low52 } from './define.ts';

/** A swap entry gets one more user: while a folio is unmapped, this is the entry its PTE becomes (mm/swapfile.c). */
export const swapDuplicate = defineEvent({
  names: ['swap_duplicate', 'swap_dup_entry_direct'],
  probe: true,
  example: 'swap_duplicate: (swap_duplicate+0x4/0x50) entry=0x1',
  needs: { entry: low52 },
  facts(e, emit) {
    emit({ kind: 'swap_dup', entry: e.entry });
  },
});
