import { address, defineEvent } from './define.ts';

/** One pin is dropped (mm/gup.c). */
export const unpinUserPage = defineEvent({
  names: ['unpin_user_page'],
  probe: true,
  example:
    'unpin_user_page: (unpin_user_page+0x0/0x60) page=0xffffea00000dd540 page_fl=0xfffffc00a0014 page_index=0x7fea3ffa0 page_w1=0xffffea00000dab48 page_hindex=0x4500',
  needs: { page: address },
  facts(e, emit, at) {
    emit({ kind: 'gup_unpin', pfn: at.boot.pfnOf(e.page), nr: 1 });
  },
});
