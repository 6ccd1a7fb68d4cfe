import { address, defineEvent, number } from './define.ts';

/** The maple tree of an mm is cleared over a range; end is inclusive (include/trace/events/mmap.h). */
export const vmaMasSzero = defineEvent({
  names: ['vma_mas_szero'],
  probe: false,
  example: 'vma_mas_szero: mt_mod ffff888003c54900, (NULL), SNULL, 140732647378944, 140737488351231,',
  needs: { mt: address, start: number, last: number },
  facts(e, emit, at) {
    if (at.boot.kernel.mmTreeIsMm) emit({ kind: 'vma_erase', mm: e.mt, start: e.start, end: e.last + 1 });
  },
});
