import { defineEvent, number } from './define.ts';

/** Pages go back to the allocator (include/trace/events/kmem.h). */
export const mmPageFree = defineEvent({
  names: ['mm_page_free', 'mm_page_free_batched'],
  probe: false,
  example: 'mm_page_free: page=ffffea0000df4700 pfn=0x37d1c order=0',
  needs: { pfn: number },
  wants: { order: number },
  facts(e, emit) {
    emit({ kind: 'folio_free', pfn: e.pfn, order: e.order ?? 0 });
  },
});
