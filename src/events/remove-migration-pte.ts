import { address, defineEvent } from './define.ts';

/** A migration entry at addr gives way to the new page, told by the add event that follows (mm/migrate.c). */
export const removeMigrationPte = defineEvent({
  names: ['remove_migration_pte'],
  probe: true,
  example:
    'remove_migration_pte: (remove_migration_pte+0x4/0x880) folio=0xffffea0000ec0000 folio_fl=0xfffffd802003d folio_f1=0xfffffd802003d folio_index=0x7f57a4000 folio_mapping=0xffff8880237e2c61 folio_ref=1 vma=0xffff888034425f00 vma_mm=0xffff888005ee9c00 vma_s=0x7f57a5b03000 vma_e=0x7f57a5b0b000 vma_fl=0x2c120073 vma_pgoff=0x7f57a4000 vma_av=0xffff8880237e2c60 vma_file=0x0 vma_lseq=0x85 vma_refc=0x1 addr=0x7f57a5b03000',
  needs: { folio: address, vma_mm: address, addr: address },
  facts(e, emit, at) {
    emit({ kind: 'migration_restore', mm: e.vma_mm, va: e.addr, pfn: at.boot.pfnOf(e.folio) });
  },
});
