import { defineEvent, number } from './define.ts';

/** A page left the page cache (include/trace/events/filemap.h). */
export const cacheRemove = defineEvent({
  names: ['mm_filemap_delete_from_page_cache'],
  probe: false,
  example: 'mm_filemap_delete_from_page_cache: dev 0:4 ino fe00000 pfn=0x37a59 ofs=35811328 order=0',
  needs: { pfn: number },
  wants: { order: number },
  facts(e, emit) {
    emit({ kind: 'cache_remove', pfn: e.pfn, order: e.order ?? 0 });
  },
});
