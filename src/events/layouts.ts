/**
 * How tracepoints print that the general rules (`key=value`, see ingest/skeleton.ts) would not read well: the text, with
 * `{name:format}` where a field stands. Formats are those of FieldFormat, `text` when none is said, `*` for text that may
 * hold anything. Names are the kernel's own where the printed number is the field's value, else the printed label: a
 * bound printed as `end - 1` is `last`. Sources: the TP_printk of include/trace/events, 5.10 to 7.2.
 */
export const layouts: Readonly<Record<string, readonly string[]>> = {
  mm_filemap_add_to_page_cache: [
    'dev {dev} ino {ino:x} pfn={pfn:0x} ofs={ofs:d} order={order:d}',
    'dev {dev} ino {ino:x} page={page:x16} pfn={pfn:d} ofs={ofs:d}',
    'dev {dev} ino {ino:x} page={page:0x} pfn={pfn:d} ofs={ofs:d}',
  ],
  mm_filemap_delete_from_page_cache: [
    'dev {dev} ino {ino:x} pfn={pfn:0x} ofs={ofs:d} order={order:d}',
    'dev {dev} ino {ino:x} page={page:x16} pfn={pfn:d} ofs={ofs:d}',
    'dev {dev} ino {ino:x} page={page:0x} pfn={pfn:d} ofs={ofs:d}',
  ],
  mm_filemap_fault: ['dev={dev} ino={ino:x} ofs={ofs:d}', 'dev {dev} ino {ino:x} ofs={ofs:d}'],
  mm_filemap_map_pages: [
    'dev={dev} ino={ino:x} ofs={ofs:d}-{last_ofs:d}',
    'dev {dev} ino {ino:x} ofs={ofs:d} max_ofs={max_ofs:d}',
  ],
  mm_filemap_get_pages: [
    'dev={dev} ino={ino:x} ofs={ofs:d}-{last_ofs:d}',
    'dev {dev} ino {ino:x} ofs={ofs:d} max_ofs={max_ofs:d}',
  ],
  page_cache_ra_unbounded: ['dev={dev} ino={ino:x} index={index:d} nr_to_read={nr_to_read:d} lookahead_size={lookahead_size:d}'],
  page_cache_ra_order: [
    'dev={dev} ino={ino:x} index={index:d} order={order:d} size={size:d} async_size={async_size:d} ra_pages={ra_pages:d}',
  ],
  page_cache_sync_ra: [
    'dev={dev} ino={ino:x} index={index:d} req_count={req_count:d} order={order:d} size={size:d} async_size={async_size:d} ra_pages={ra_pages:d} mmap_miss={mmap_miss:d} prev_pos={prev_pos:d}',
  ],
  page_cache_async_ra: [
    'dev={dev} ino={ino:x} index={index:d} req_count={req_count:d} order={order:d} size={size:d} async_size={async_size:d} ra_pages={ra_pages:d} mmap_miss={mmap_miss:d} prev_pos={prev_pos:d}',
  ],
  writeback_dirty_folio: ['bdi {name}: ino={ino:d} index={index:d}'],
  writeback_dirty_page: ['bdi {name}: ino={ino:d} index={index:d}'],
  folio_wait_writeback: ['bdi {name}: ino={ino:d} index={index:d}'],
  wait_on_page_writeback: ['bdi {name}: ino={ino:d} index={index:d}'],

  mm_lru_insertion: [
    'folio={folio:x16} pfn={pfn:0x} lru={lru:d} flags={flags:*}',
    'page={page:x16} pfn={pfn:d} lru={lru:d} flags={flags:*}',
    'page={page:x16} pfn={pfn:0x} lru={lru:d} flags={flags:*}',
  ],
  mm_compaction_isolate_migratepages: ['range=({start_pfn:0x} ~ {end_pfn:0x}) nr_scanned={nr_scanned:d} nr_taken={nr_taken:d}'],
  mm_compaction_isolate_freepages: ['range=({start_pfn:0x} ~ {end_pfn:0x}) nr_scanned={nr_scanned:d} nr_taken={nr_taken:d}'],
  mm_compaction_fast_isolate_freepages: ['range=({start_pfn:0x} ~ {end_pfn:0x}) nr_scanned={nr_scanned:d} nr_taken={nr_taken:d}'],
  mm_shrink_slab_start: [
    '{shrink} {shr:x16}: nid: {nid:d} objects to shrink {nr_objects_to_shrink:d} gfp_flags {gfp_flags} cache items {cache_items:d} delta {delta:d} total_scan {total_scan:d} priority {priority:d}',
  ],
  mm_shrink_slab_end: [
    '{shrink} {shr:x16}: nid: {nid:d} unused scan count {unused_scan:d} new scan count {new_scan:d} total_scan {total_scan:d} last shrinker return val {retval:d}',
  ],
  mm_setup_per_zone_wmarks: [
    'node_id={node_id:d} zone name={name} watermark min={watermark_min:d} low={watermark_low:d} high={watermark_high:d} promo={watermark_promo:d}',
  ],
  mm_setup_per_zone_lowmem_reserve: [
    'node_id={node_id:d} zone name={name} upper_zone name={upper_name} lowmem_reserve_pages={lowmem_reserve:d}',
  ],
  mark_victim: [
    'pid={pid:d} comm={comm} total-vm={total_vm:d}kB anon-rss={anon_rss:d}kB file-rss:{file_rss:d}kB shmem-rss:{shmem_rss:d}kB uid={uid:d} pgtables={pgtables:d}kB oom_score_adj={oom_score_adj:d}',
  ],
  mm_khugepaged_collapse_file: [
    'mm={mm:x16}, hpage_pfn={hpage_pfn:0x}, index={index:d}, addr={addr:x}, is_shmem={is_shmem:d}, filename={filename}, nr={nr:d}, result={result}',
  ],
  task_newtask: ['pid={pid:d} comm={comm} clone_flags={clone_flags:x} oom_score_adj={oom_score_adj:d}'],
  tlb_flush: ['pages:{pages:d} reason:{reason} ({reason_id:d})'],
  ipi_raise: ['target_mask={target_mask} ({reason})'],
  ipi_entry: ['({reason})'],
  ipi_exit: ['({reason})'],
  error_report_end: ['[{error_detector}] {id:x}'],
  memory_failure_event: ['pfn {pfn:0x}: recovery action for {type}: {result}'],

  vma_store: ['mt_mod {mt:x16}, ({vma:x16}), STORE, {vm_start:u}, {vm_last:u},'],
  vma_mas_szero: ['mt_mod {mt:x16}, (NULL), SNULL, {start:u}, {last:u},'],
  exit_mmap: ['mt_mod {mt:x16}, DESTROY'],
  ma_op: ['{fn}\tNode: {node:x16} ({min:u} {max:u}) range: {index:u}-{last:u}'],
  ma_read: ['{fn}\tNode: {node:x16} ({min:u} {max:u}) range: {index:u}-{last:u}'],
  ma_write: ['{fn}\tNode {node:x16} ({min:u} {max:u}) range:{index:u}-{last:u} piv ({piv:u}) val {val:x16}'],

  set_migration_pte: ['addr={addr:x}, pte={pte:x} order={order:d}'],
  remove_migration_pte: ['addr={addr:x}, pte={pte:x} order={order:d}'],
  set_migration_pmd: ['addr={addr:x}, pmd={pmd:x}'],
  remove_migration_pmd: ['addr={addr:x}, pmd={pmd:x}'],
  hugepage_set_pmd: ['Set pmd with {addr:0x} with {pmd:0x}', 'Set page table entry with {addr:0x} with {pte:0x}'],
  hugepage_set_pud: ['Set page table entry with {addr:0x} with {pte:0x}'],
  hugepage_update: ['hugepage update at addr {addr:0x} and pte = {pte:0x} clr = {clr:0x}, set = {set:0x}'],
  hugepage_update_pmd: ['hugepage update at addr {addr:0x} and pte = {pte:0x} clr = {clr:0x}, set = {set:0x}'],
  hugepage_update_pud: ['hugepage update at addr {addr:0x} and pte = {pte:0x} clr = {clr:0x}, set = {set:0x}'],
  hugepage_invalidate: ['hugepage invalidate at addr {addr:0x} and pte = {pte:0x}'],
  hugepage_splitting: ['hugepage splitting at addr {addr:0x} and pte = {pte:0x}'],

  ksm_enter: ['mm {mm:x16}'],
  ksm_exit: ['mm {mm:x16}'],
  ksm_start_scan: ['seq {seq:d} rmap size {rmap_entries:d}'],
  ksm_stop_scan: ['seq {seq:d} rmap size {rmap_entries:d}'],
  ksm_merge_one_page: ['ksm pfn {pfn:d} rmap_item {rmap_item:x16} mm {mm:x16} error {err:d}'],
  ksm_merge_with_ksm_page: [
    'pfn {pfn:d} rmap_item {rmap_item:x16} mm {mm:x16} error {err:d}',
    'ksm pfn {pfn:d} rmap_item {rmap_item:x16} mm {mm:x16} error {err:d}',
  ],
  ksm_remove_ksm_page: ['pfn {pfn:d}'],
  ksm_remove_rmap_item: ['pfn {pfn:d} rmap_item {rmap_item:x16} mm {mm:x16}'],
  ksm_advisor: ['ksm scan time {scan_time:d} pages_to_scan {pages_to_scan:d} cpu percent {cpu_percent:d}'],

  alloc_vmap_area: ['va_start: {va_start:u} size={size:d} align={align:d} vstart={vstart:0x} vend={vend:0x} failed={failed:d}'],
  damon_aggregated: [
    'target_id={target_id:u} nr_regions={nr_regions:d} {start:u}-{end:u}: {nr_accesses:d} {age:d}',
    'target_id={target_id:u} nr_regions={nr_regions:d} {start:u}-{end:u}: {nr_accesses:d}',
  ],
  damos_before_apply: [
    'ctx_idx={context_idx:d} scheme_idx={scheme_idx:d} target_idx={target_idx:d} nr_regions={nr_regions:d} {start:u}-{end:u}: {nr_accesses:d} {age:d}',
  ],
  hugetlbfs_alloc_inode: ['dev {dev} ino {ino:d} dir {dir:d} mode {mode}'],
  hugetlbfs_evict_inode: ['dev {dev} ino {ino:d} mode {mode} size {size:d} nlink {nlink:d} seals {seals:d} blocks {blocks:d}'],
  hugetlbfs_free_inode: ['dev {dev} ino {ino:d} mode {mode} size {size:d} nlink {nlink:d} seals {seals:d} blocks {blocks:d}'],
  hugetlbfs_setattr: [
    'dev {dev} ino {ino:d} name {d_name} valid {ia_valid:0x} mode {ia_mode} old_size {old_size:d} size {ia_size:d}',
  ],
  hugetlbfs_fallocate: ['dev {dev} ino {ino:d} mode {mode} offset {offset:d} len {len:d} size {size:d} ret {ret:d}'],

  sched_switch: ['{prev_comm}:{prev_pid:d} [{prev_prio:d}] {prev_state} ==> {next_comm}:{next_pid:d} [{next_prio:d}]'],
  sched_wakeup: ['{comm}:{pid:d} [{prio:d}] success={success:d} CPU:{target_cpu}', '{comm}:{pid:d} [{prio:d}] CPU:{target_cpu}'],
};
