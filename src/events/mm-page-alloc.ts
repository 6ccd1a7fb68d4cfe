import { defineEvent, number, text } from './define.ts';
import { userPage } from './gfp.ts';

/** Pages were allocated by the running task (include/trace/events/kmem.h); pfn 0 is a failed allocation. */
export const mmPageAlloc = defineEvent({
  names: ['mm_page_alloc'],
  probe: false,
  example:
    'mm_page_alloc: page=ffffea0000de8200 pfn=0x37a08 order=2 migratetype=0 gfp_flags=GFP_NOWAIT|__GFP_HIGHMEM|__GFP_IO|__GFP_FS|__GFP_ZERO',
  needs: { pfn: number, order: number },
  wants: { gfp_flags: text },
  facts(e, emit) {
    if (e.pfn > 0) emit({ kind: 'folio_alloc', pfn: e.pfn, order: e.order, user: userPage(e.gfp_flags ?? '') });
  },
});
