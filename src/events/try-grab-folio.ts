import { address, defineEvent, number } from './define.ts';

/** GUP takes references on a folio: with FOLL_PIN a pin (mm/gup.c). */
export const tryGrabFolio = defineEvent({
  names: ['try_grab_folio'],
  probe: true,
  example:
    'try_grab_folio: (try_grab_folio+0x4/0xc0) folio=0xffffea0000a50000 folio_fl=0xfffffd802082c folio_f1=0xfffffc002080c folio_index=0x7f8b8816a folio_mapping=0xffff88800628a661 folio_ref=1 refs=0x1 flags=0x290101',
  needs: { folio: address, refs: number, flags: number },
  facts(e, emit, at) {
    if (e.flags & at.boot.kernel.follPin) emit({ kind: 'gup_pin', pfn: at.boot.pfnOf(e.folio), nr: e.refs, flags: e.flags });
  },
});
