import { address, defineEvent, number } from './define.ts';

/** GUP takes references on a folio: with FOLL_PIN (0x80000) a pin (mm/gup.c). */
export const tryGrabFolio = defineEvent({
  names: ['try_grab_folio'],
  probe: true,
  example:
    'try_grab_folio: (try_grab_folio+0x4/0xc0) folio=0xffffea000257a200 folio_fl=0xfffffc0020808 folio_f1=0xfffffc0000000 folio_index=0x7fffffffe folio_mapping=0xffff888005fb1c61 folio_ref=2 refs=0x1 flags=0x50003',
  needs: { folio: address, refs: number, flags: number },
  facts(e, emit, at) {
    if (e.flags & 0x80000) emit({ kind: 'gup_pin', pfn: at.boot.pfnOf(e.folio), nr: e.refs, flags: e.flags });
  },
});
