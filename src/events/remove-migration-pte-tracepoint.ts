import { address, defineEvent } from './define.ts';

/** Bits 12 to 51 of an x86 page-table entry. */
const PTE_PFN_BITS = 2 ** 52;

/** A migration entry gives way to a present one; `pte` is the new entry, no mm is printed (include/trace/events/migrate.h). */
export const removeMigrationPteTracepoint = defineEvent({
  names: ['remove_migration_pte'],
  probe: false,
  example: 'remove_migration_pte: addr=7f7abacc8000, pte=80000000378b4867 order=0',
  needs: { addr: address, pte: 'low52' },
  facts(e, emit) {
    const entry = e.pte < 0 ? e.pte + 2 ** 64 : e.pte;
    emit({ kind: 'migrated', va: e.addr, pfn: Math.floor((entry % PTE_PFN_BITS) / 4096) });
  },
});
