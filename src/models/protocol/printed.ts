/** What a trace can say, judged by the names of its events. */
export interface Printed {
  readonly pte: boolean;
  readonly ptl: boolean;
  readonly flush: boolean;
  /** The beginning of a flush, by probe. */
  readonly flushCall: boolean;
  readonly refs: boolean;
  readonly dirty: boolean;
  readonly exclusive: boolean;
  readonly pins: boolean;
  readonly dup: boolean;
  readonly mmSeq: boolean;
  readonly vmaCount: boolean;
  readonly vmaSeq: boolean;
  readonly vmaRmap: boolean;
  readonly unlink: boolean;
  readonly mmapLock: boolean;
  readonly allocs: boolean;
  readonly rmap: boolean;
  readonly rss: boolean;
  readonly swapcache: boolean;
  readonly wpSeq: boolean;
}

export function printedOf(names: ReadonlySet<string>): Printed {
  const any = (...wanted: string[]): boolean => wanted.some((name) => names.has(name));
  return {
    pte: any('mmstep_pte_set', 'mmstep_pte_clear'),
    ptl: any('mmstep_ptl_lock'),
    flush: any('mmstep_tlb_flush'),
    flushCall: any('flush_tlb_mm_range'),
    refs: any('mmstep_folio_ref'),
    dirty: any('mmstep_folio_dirty', 'mmstep_folio_clean'),
    exclusive: any('mmstep_ae_set', 'mmstep_ae_clear'),
    pins: any('mmstep_gup_pin', 'mmstep_gup_unpin'),
    dup: any('mmstep_rmap_dup'),
    mmSeq: any('mmstep_mm_seq'),
    vmaCount: any('mmstep_vma_read_get', 'mmstep_vma_attach'),
    vmaSeq: any('mmstep_vma_seq'),
    vmaRmap: any('mmstep_vma_rmap'),
    unlink: any('mmstep_pt_unlink'),
    mmapLock: any('mmap_lock_acquire_returned'),
    allocs: any('mm_page_alloc'),
    rmap: any('folio_remove_rmap_ptes', 'page_remove_rmap', 'folio_add_new_anon_rmap', 'page_add_new_anon_rmap'),
    rss: any('rss_stat'),
    swapcache: any('mmstep_swapcache'),
    wpSeq: any('mmstep_wp_seq'),
  };
}
