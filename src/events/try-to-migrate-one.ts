import { address, defineEvent } from './define.ts';

/** Migration replaces the entries of a folio in one VMA (mm/rmap.c). */
export const tryToMigrateOne = defineEvent({
  names: ['try_to_migrate_one'],
  probe: true,
  example:
    'try_to_migrate_one: (try_to_migrate_one+0x4/0xe80) folio=0xffffea0000ec0000 folio_fl=0xfffffd802087d folio_f1=0xfffffc0010a09 folio_index=0x7f57a4000 folio_mapping=0xffff8880237e2c61 folio_ref=3 vma=0xffff888034425f00 vma_mm=0xffff888005ee9c00 vma_s=0x7f57a5b03000 vma_e=0x7f57a5b0b000 vma_fl=0x2c120073 vma_pgoff=0x7f57a4000 vma_av=0xffff8880237e2c60 vma_file=0x0 vma_lseq=0x85 vma_refc=0x1 address=0x7f57a5b03000',
  needs: { folio: address, vma_mm: address, address: address },
  facts(e, emit, at) {
    emit({ kind: 'migrate_one_begin', mm: e.vma_mm, va: e.address, pfn: at.boot.pfnOf(e.folio) });
  },
});
