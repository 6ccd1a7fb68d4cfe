import { address, defineEvent, number } from './define.ts';

/** GUP takes one reference on a page (mm/gup.c of 6.1). */
export const tryGrabPage = defineEvent({
  names: ['try_grab_page'],
  probe: true,
  example:
    'try_grab_page: (try_grab_page+0x0/0x100) page=0xffffea000007c9c0 page_fl=0xfffffc00a0004 page_index=0x7fffffffe page_w1=0x0 page_hindex=0x0 flags=0x2007',
  needs: { page: address, flags: number },
  facts(e, emit, at) {
    if (e.flags & 0x80000) emit({ kind: 'gup_pin', pfn: at.boot.pfnOf(e.page), nr: 1, flags: e.flags });
  },
});
