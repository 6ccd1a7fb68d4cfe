import type { ZappedPages } from '../tlb/zapped-pages.ts';
import type { StepEntry } from './entry-book.ts';

/** What a task does between taking a page-table lock and giving it back. */
export interface PtlHold {
  readonly table: number;
  readonly mm: number;
  readonly index: number;
  readonly since: number;
  /** Pages whose mapping entries changed. */
  readonly touched: Set<number>;
  /** Dirty file pages that were cleared: the folio must be dirty before the lock is dropped. */
  readonly owesDirty: Map<number, number>;
  /** Events that cleared a present entry, by page; for what may happen only afterwards. */
  readonly cleared: Map<number, number>;
  /** Entries of files that a zap cleared dirty: they must be flushed before the lock is dropped. */
  dirtyZaps: number;
  /** A flush was seen while it was held. */
  flushed: boolean;
  /** Entries set by fault-around, and others, from none. */
  prefaulted: number;
  installed: number;
  /** Zero and marker entries set from none. */
  weightless: number;
  swappedOut: number;
  migrated: number;
  /** The page at this address was found to be the task's alone, and is kept; -1 none. */
  reused: number;
  /** What rss_stat of this task said since, in pages; null: a member's earlier value is not known. */
  readonly rss: (number | null)[];
  rssEvents: number;
}

/** A page fault in progress. */
export interface FaultStep {
  readonly mm: number;
  readonly va: number;
  readonly flags: number;
  readonly since: number;
  /** Table pages allocated in it that are neither linked nor given back. */
  readonly tables: Set<number>;
  /** The folio that served the faulting address, and the address from which on it was set. */
  servedFolio: number;
  /** Walker references to tables (pte_refcount) taken and not put. */
  tableRefs: number;
  anonRss: number;
  zeroSet: boolean;
}

/** A copy-on-write in progress: the old page is gone, the new one is not yet set. */
export interface CowStep {
  readonly mm: number;
  readonly va: number;
  readonly pfn: number;
  readonly since: number;
  set: boolean;
}

/** One task's locks and calls, as far as the protocols ask. */
export interface TaskStep {
  readonly tid: number;
  readonly ptls: PtlHold[];
  /** PMD locks by mm and va. */
  readonly pmds: { readonly mm: number; readonly va: number }[];
  /** VMAs held for read, by pointer, as the steps show it. */
  readonly vmas: Map<number, number>;
  /** lock_vma_under_rcu() in progress. */
  readTry: { readonly mm: number; readonly va: number; readonly since: number } | null;
  /** An mmap_lock asked for; `busy` once it was seen to be another's meanwhile, so that the task had to wait. */
  wants: { readonly mm: number; readonly since: number; busy: boolean } | null;
  fault: FaultStep | null;
  cow: CowStep | null;
  lastClear: { readonly mm: number; readonly va: number; readonly entry: StepEntry } | null;
  /** flush_tlb_mm_range() in progress: its event. */
  flush: { readonly mm: number; readonly since: number } | null;
  /** A stack is being grown: the VMA, and whether it was write-locked for it. */
  grow: { readonly vma: number; locked: boolean } | null;
  /** The page it last took out of the page cache. */
  uncached: { readonly pfn: number; readonly seq: number; readonly dirty: boolean | null } | null;
  split: { readonly pfn: number; readonly exclusive: boolean | null } | null;
  /** The table it last installed; still there when the call goes on, it was linked. -1 none. */
  installed: number;
  /** Since its last zap; null before the first. */
  zapped: ZappedPages | null;
  reclaim: { readonly table: number; readonly path: number; readonly since: number } | null;
  rss: { swap: number | null; anon: number | null; events: number; foreign: boolean } | null;
}

export function newTaskStep(tid: number): TaskStep {
  return {
    tid,
    ptls: [],
    pmds: [],
    vmas: new Map(),
    readTry: null,
    wants: null,
    fault: null,
    cow: null,
    lastClear: null,
    flush: null,
    grow: null,
    uncached: null,
    split: null,
    installed: -1,
    zapped: null,
    reclaim: null,
    rss: null,
  };
}
