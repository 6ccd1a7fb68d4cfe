import type { KernelProfile } from '../../../models/kernel-profile.ts';

/** Something about a part that only events can tell. */
export interface Question {
  readonly what: string;
  /** Names of events, any of which tells it: which of them there are differs by kernel. */
  readonly by: readonly string[];
}

/** A part of the state, and what a trace needs so that it can be known. */
export interface Part {
  readonly name: string;
  /** Without an answer to each of these the part is not followed, or goes wrong. */
  readonly needs: readonly Question[];
  /** Told where it happens: that no event of it is there is no gap in most traces. */
  readonly rare: readonly Question[];
  /** Events of stock tracepoints from which the part is inferred when the needs are not told. */
  readonly stock: readonly string[];
  /** Kernels that have no such thing. */
  readonly absent?: (kernel: KernelProfile) => boolean;
  /** What no event of this kernel tells. */
  readonly never: (kernel: KernelProfile) => readonly string[];
}

/** What says which page is mapped where, and that it no longer is. */
const mappings: readonly Question[] = [
  { what: 'new anonymous pages', by: ['folio_add_new_anon_rmap', 'page_add_new_anon_rmap'] },
  { what: 'file pages', by: ['set_pte_range', 'do_set_pte'] },
  { what: 'mappings dropped', by: ['folio_remove_rmap_ptes', 'page_remove_rmap'] },
];

/** Where a fault and the page allocated for it are all there is. */
const inferredPages = ['page_fault_user', 'page_fault_kernel', 'mm_page_alloc'];
const systemCalls = ['sys_mmap', 'sys_munmap', 'sys_mprotect', 'sys_mremap', 'sys_brk'];

/** The parts, in the order of docs/what-a-trace-can-tell.md. */
export const parts: readonly Part[] = [
  {
    name: 'address spaces',
    needs: [
      { what: 'birth', by: ['mm_init__ret'] },
      { what: 'fork', by: ['copy_page_range', 'dup_mmap'] },
      { what: 'the last user leaving', by: ['exit_mmap'] },
      { what: 'the end', by: ['__mmdrop', 'pgd_free'] },
    ],
    rare: [],
    stock: ['mmap_lock_acquire_returned', ...systemCalls],
    never: () => ['what was in those older than the trace'],
  },
  {
    name: 'VMAs',
    needs: [
      { what: 'birth', by: ['vm_area_alloc__ret'] },
      { what: 'copies', by: ['vm_area_dup__ret'] },
      { what: 'mappings made', by: ['perf_event_mmap'] },
      { what: 'bounds after splits and merges', by: ['vma_complete', '__vma_adjust'] },
      { what: 'the end', by: ['remove_vma', 'vm_area_free'] },
    ],
    rare: [{ what: 'stacks that grow', by: ['expand_downwards'] }],
    stock: [...systemCalls, 'vma_store'],
    never: () => [],
  },
  {
    name: 'entries',
    needs: [
      ...mappings,
      { what: 'ranges zapped', by: ['unmap_page_range', '__zap_vma_range'] },
      { what: 'fork', by: ['copy_page_range'] },
      { what: 'moves by mremap and exec', by: ['move_page_tables'] },
      { what: 'how faults begin', by: ['handle_mm_fault'] },
      { what: 'how faults end', by: ['handle_mm_fault__ret'] },
    ],
    rare: [
      { what: 'anonymous pages mapped again', by: ['folio_add_anon_rmap_ptes', 'page_add_anon_rmap'] },
      { what: 'file pages by rmap', by: ['folio_add_file_rmap_ptes', 'page_add_file_rmap'] },
      { what: 'huge pages dropped', by: ['folio_remove_rmap_pmd', 'page_remove_rmap'] },
      { what: 'huge pages split', by: ['__split_huge_pmd'] },
      { what: 'swap-out', by: ['try_to_unmap_one'] },
      { what: 'swap entries', by: ['swap_duplicate', 'swap_dup_entry_direct'] },
      { what: 'migration', by: ['try_to_migrate_one'] },
      { what: 'the end of migration', by: ['remove_migration_pte'] },
      { what: 'pfn maps', by: ['insert_pfn', 'remap_pfn_range'] },
      { what: 'pages of drivers', by: ['insert_page_into_pte_locked'] },
      { what: 'KSM', by: ['try_to_merge_one_page'] },
      { what: 'hugetlb', by: ['hugetlb_fault'] },
      { what: 'userfaultfd zero pages', by: ['mfill_atomic_zeropage', 'mfill_zeropage'] },
      { what: 'userfaultfd moves', by: ['move_pages', '__x64_sys_ioctl'] },
      { what: 'guard regions', by: ['guard_install_set_pte'] },
    ],
    stock: inferredPages,
    never: (kernel) => [
      'accessed and dirty bits',
      'write bits after a reuse',
      ...(kernel.vmaLock === 'refcnt' ? ['offsets of pages swapped out', 'pages mapped as those of /dev/mem'] : []),
    ],
  },
  {
    name: 'page-table pages',
    needs: [
      { what: 'PTE tables linked', by: ['pmd_install'] },
      { what: 'PTE tables freed', by: ['___pte_free_tlb'] },
      { what: 'PMD tables', by: ['__pmd_alloc'] },
      { what: 'PUD tables', by: ['__pud_alloc'] },
    ],
    rare: [
      { what: 'tables kept for huge pages', by: ['pgtable_trans_huge_deposit'] },
      { what: 'tables taken back', by: ['pgtable_trans_huge_withdraw__ret'] },
      { what: 'tables retracted by khugepaged', by: ['pte_free_defer'] },
    ],
    stock: [],
    never: () => [],
  },
  {
    name: 'rss',
    needs: [{ what: 'birth of the address space', by: ['mm_init__ret'] }, ...mappings],
    rare: [{ what: "the kernel's own counters", by: ['rss_stat'] }],
    stock: [],
    never: () => ['that of address spaces older than the trace'],
  },
  {
    name: 'folios',
    needs: [
      { what: 'allocation and order', by: ['mm_page_alloc'] },
      { what: 'free', by: ['mm_page_free', 'mm_page_free_batched'] },
    ],
    rare: [
      { what: 'pins', by: ['try_grab_folio', 'try_grab_page'] },
      { what: 'pins dropped', by: ['unpin_user_folio', 'unpin_user_page'] },
    ],
    stock: [],
    never: () => ['refcounts and flags', 'orders of those allocated before the trace'],
  },
  {
    name: 'mapcounts',
    needs: mappings,
    rare: [{ what: 'fork', by: ['copy_page_range'] }],
    stock: inferredPages,
    never: () => ['mappings by address spaces older than the trace'],
  },
  {
    name: 'mmap_lock',
    needs: [
      { what: 'requests', by: ['mmap_lock_start_locking'] },
      { what: 'acquisitions', by: ['mmap_lock_acquire_returned'] },
      { what: 'releases', by: ['mmap_lock_released'] },
    ],
    rare: [],
    stock: [],
    never: (kernel) => (kernel.mmLockSeq ? ['mm_lock_seq of address spaces whose birth no event tells'] : []),
  },
  {
    name: 'VMA read locks',
    absent: (kernel) => kernel.vmaLock === 'none',
    needs: [
      { what: 'tries', by: ['lock_vma_under_rcu'] },
      { what: 'acquisitions', by: ['lock_vma_under_rcu__ret'] },
    ],
    rare: [{ what: 'readers of /proc', by: ['lock_next_vma__ret'] }],
    stock: [],
    never: (kernel) => (kernel.vmaLock === 'refcnt' ? ['the end of those that userfaultfd takes'] : []),
  },
  {
    name: 'VMA write locks',
    absent: (kernel) => kernel.vmaLock === 'none',
    needs: [{ what: 'vm_lock_seq and vm_refcnt', by: ['__vma_start_write'] }],
    rare: [],
    stock: [],
    never: (kernel) => (kernel.vmaLock === 'rwsem' ? ['vm_lock_seq: vma_start_write() is inlined'] : []),
  },
  {
    name: 'tasks',
    needs: [
      { what: 'clone', by: ['task_newtask'] },
      { what: 'exec', by: ['sched_process_exec', 'begin_new_exec__ret'] },
      { what: 'exit', by: ['sched_process_exit'] },
    ],
    rare: [{ what: 'whose address space', by: ['handle_mm_fault', 'lock_vma_under_rcu'] }],
    stock: [],
    never: () => [],
  },
];
