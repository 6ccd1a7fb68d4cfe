import type { Word } from '../base/word.ts';

/**
 * What an audit needs to know of the replayed state at a marker: nearly the objects of `replay --format json`
 * (docs/replay-json.md), with numbers for addresses. `null` is "not known", never zero and never "none".
 */
export interface ReplayedState {
  /** The event just after which this is the state. */
  readonly seq: number;
  readonly mms: readonly ReplayedMm[];
  /** Null where folios are not replayed. */
  readonly folios: Iterable<ReplayedFolio> | null;
}

/** How well a piece of state is known; the order is from sure to unsure. */
export const certainties = ['observed', 'inferred', 'doubtful', 'unknown'] as const;
export type Certainty = (typeof certainties)[number];

/** One address space, and the thread groups that use it. */
export interface ReplayedMm {
  readonly mm: Word | null;
  readonly pids: readonly number[];
  /** Was it followed from its creation? Otherwise what the replay lacks is unknown, not missing. */
  readonly complete: boolean;
  /** Pages as the last rss_stat event of each counter said. */
  readonly rss: Readonly<Record<RssKind, number | null>>;
  readonly vmas: Iterable<ReplayedVma>;
  readonly ptes: Iterable<ReplayedEntry>;
  readonly tables: ReplayedTables;
  readonly mmap_lock: ReplayedMmapLock;
}

export type RssKind = 'file' | 'anon' | 'shmem' | 'swap';

export interface ReplayedVma {
  readonly start: number;
  readonly end: number;
  /** As /proc/PID/maps prints them: `rw-p`. */
  readonly flags: string | null;
  /** In pages. */
  readonly pgoff: number | null;
  readonly lock: { readonly vm_refcnt: number | null; readonly vm_lock_seq: number | null };
  readonly since: number;
  readonly certainty: Certainty;
}

export interface ReplayedEntry {
  readonly va: number;
  readonly type: string;
  /** The page frame; null for the shared zero page (see `kind`) or when it is not known. */
  readonly pfn: number | null;
  readonly level: 'pte' | 'pmd';
  readonly kind: string;
  /** Entries of a run whose va and pfn are consecutive; 1 unless said. A pmd entry is one entry of 512 pages. */
  readonly nr?: number;
  readonly since: number;
  readonly certainty: Certainty;
}

export interface ReplayedTables {
  /** The PTE tables linked into the page-table tree; null when the trace does not tell. */
  readonly pte: Iterable<ReplayedTable> | null;
  /** Of PTE, PMD and PUD tables, deposited ones included. */
  readonly bytes: number | null;
  readonly certainty: Certainty;
}

export interface ReplayedTable {
  /** First address the table maps; null when it is not known where it is linked. */
  readonly va: number | null;
  readonly pfn: number | null;
  readonly empty: boolean | null;
  readonly certainty: Certainty;
}

export interface ReplayedMmapLock {
  readonly state: 'free' | 'read' | 'write' | null;
  /** mm_lock_seq. */
  readonly seq: number | null;
  readonly certainty: Certainty;
}

export interface ReplayedFolio {
  /** Of its first page. */
  readonly pfn: number;
  readonly order: number;
  /** How many page-table entries map any of its pages; a pmd entry counts once. */
  readonly mapcount: number | null;
  readonly certainty: Certainty;
}
