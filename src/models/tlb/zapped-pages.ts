import { Kind } from '../page-table/entry.ts';
import { defineSteps } from '../protocol/define.ts';

/** Anonymous pages that a task's zap has unmapped: their mapping is never dropped later than the flush, so that their free must be. */
export interface ZappedPages {
  /** Not flushed yet: page -> the event that dropped its mapping. */
  readonly unflushed: Map<number, number>;
  /** Flushed, and not freed yet. */
  readonly flushed: Set<number>;
}

/**
 * What probes alone show of the order of flush and free (mm/mmu_gather.c, tlb_flush_mmu()): all of it happens in the task
 * that zaps, so that no clock matters.
 */
export const zappedPages = defineSteps({
  name: 'zapped pages',
  on: {
    zap_range(p) {
      p.task.zapped ??= { unflushed: new Map(), flushed: new Set() };
    },
    rmap_remove(p, { pfn, nr }) {
      const { zapped } = p.task;
      if (!zapped || p.world.call.zapping === null || p.folios.find(pfn)?.kind !== Kind.anon) return;
      for (let i = 0; i < nr; i++) zapped.unflushed.set(pfn + i, p.now.seq);
    },
    tlb_flush_begin(p) {
      const { zapped } = p.task;
      if (!zapped) return;
      zapped.flushed.clear();
      for (const pfn of zapped.unflushed.keys()) zapped.flushed.add(pfn);
      zapped.unflushed.clear();
    },
  },
});
