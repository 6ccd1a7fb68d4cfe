import { address, defineEvent, number } from './define.ts';

/** The same of 6.1, which passes a page. */
export const tryGrabFolioPage = defineEvent({
  names: ['try_grab_folio'],
  probe: true,
  example:
    'try_grab_folio: (try_grab_folio+0x0/0x370) page=0xffffea0000ad09c0 page_fl=0xfffffc008001e page_index=0x0 page_w1=0xffffea0000ad0548 page_hindex=0x0 refs=0x1 flags=0x50001',
  needs: { page: address, refs: number, flags: number },
  facts(e, emit, at) {
    if (e.flags & at.boot.kernel.follPin) emit({ kind: 'gup_pin', pfn: at.boot.pfnOf(e.page), nr: e.refs, flags: e.flags });
  },
});
