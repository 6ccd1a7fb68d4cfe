import { defineEvent, number } from './define.ts';

/** A page entered the page cache (include/trace/events/filemap.h). */
export const cacheAdd = defineEvent({
  names: ['mm_filemap_add_to_page_cache'],
  probe: false,
  example: 'mm_filemap_add_to_page_cache: dev 0:4 ino fe00000 pfn=0x37a59 ofs=35811328 order=0',
  needs: { pfn: number },
  wants: { order: number },
  facts(e, emit) {
    emit({ kind: 'cache_add', pfn: e.pfn, order: e.order ?? 0 });
  },
});
