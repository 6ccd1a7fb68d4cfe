import { address, defineEvent, number } from './define.ts';

/** Pins on a folio are dropped (mm/gup.c). */
export const unpinUserFolio = defineEvent({
  names: ['unpin_user_folio'],
  probe: true,
  example:
    'unpin_user_folio: (unpin_user_folio+0x4/0x80) folio=0xffffea0000089a00 folio_fl=0xfffffd802082c folio_f1=0xfffffc0000000 folio_index=0x7fb0c1a60 folio_mapping=0xffff888005cd5d21 folio_ref=1025 npages=0x1',
  needs: { folio: address, npages: number },
  facts(e, emit, at) {
    emit({ kind: 'gup_unpin', pfn: at.boot.pfnOf(e.folio), nr: e.npages });
  },
});
