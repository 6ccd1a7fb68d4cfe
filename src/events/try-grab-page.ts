import { address, defineEvent, number } from './define.ts';

/** GUP takes one reference on a page: with FOLL_PIN a pin (mm/gup.c of 6.1). */
export const tryGrabPage = defineEvent({
  names: ['try_grab_page'],
  probe: true,
  example:
    'try_grab_page: (try_grab_page+0x0/0x100) page=0xffffea0002ae6cc0 page_fl=0xfffffc00a0014 page_index=0x7fc8ae13a page_w1=0xffffea00000c9708 page_hindex=0x0 flags=0x50001',
  needs: { page: address, flags: number },
  facts(e, emit, at) {
    if (e.flags & at.boot.kernel.follPin) emit({ kind: 'gup_pin', pfn: at.boot.pfnOf(e.page), nr: 1, flags: e.flags });
  },
});
