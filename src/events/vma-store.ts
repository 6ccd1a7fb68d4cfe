import { address, defineEvent, number } from './define.ts';

/** The maple tree of an mm stores a VMA; end is inclusive, the tree's address is the mm's on 6.1 (include/trace/events/mmap.h). */
export const vmaStore = defineEvent({
  names: ['vma_store'],
  probe: false,
  example: 'vma_store: mt_mod ffff888003c54900, (ffff8880059aa850), STORE, 140737488347136, 140737488351231,',
  needs: { mt: address, vma: address, vm_start: number, vm_last: number },
  facts(e, emit, at) {
    emit({ kind: 'vma_store', mm: at.boot.kernel.mmTreeIsMm ? e.mt : -1, vma: e.vma, start: e.vm_start, end: e.vm_last + 1 });
  },
});
