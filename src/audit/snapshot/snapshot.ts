/** What the kernel itself said of one process at one marker. A part is null when its file was not saved. */
export interface Snapshot {
  readonly vmas: readonly SnapshotVma[] | null;
  readonly smaps: readonly SmapsVma[] | null;
  readonly status: Status | null;
  readonly pages: Pages | null;
  readonly walk: Walk | null;
  readonly dump: MmDump | null;
}

/** A line of /proc/PID/maps. */
export interface SnapshotVma {
  readonly start: number;
  readonly end: number;
  /** `rw-p`. */
  readonly flags: string;
  /** In pages; maps prints 0 for a VMA without a file, whatever its vm_pgoff. */
  readonly pgoff: number;
  readonly inode: number;
  readonly name: string;
}

/** One VMA's counts in /proc/PID/smaps, in pages. */
export interface SmapsVma {
  readonly start: number;
  readonly end: number;
  readonly inode: number;
  readonly rss: number;
  readonly anonymous: number;
  readonly swap: number;
}

/** The counters of /proc/PID/status, in pages, and the bytes of page tables. */
export interface Status {
  readonly rssAnon: number;
  readonly rssFile: number;
  readonly rssShmem: number;
  readonly swap: number;
  readonly tableBytes: number;
}

/** What /proc/PID/pagemap, kpagecount and kpageflags said, page by page. */
export interface Pages {
  readonly present: ReadonlyMap<number, number>;
  /** Pages that are (part of) the shared zero page. */
  readonly zero: ReadonlySet<number>;
  /** kpagecount of each present page. */
  readonly count: ReadonlyMap<number, number>;
  readonly swapped: ReadonlySet<number>;
}

/** A walk of the page tables. */
export interface Walk {
  /** va -> pfn of every present entry, 512 of them for a PMD entry. */
  readonly present: ReadonlyMap<number, number>;
  readonly zero: ReadonlySet<number>;
  readonly swapped: ReadonlySet<number>;
  /** Addresses of present PMD entries. */
  readonly pmds: ReadonlySet<number>;
  /** Those of them that PROT_NONE makes not present to the hardware. */
  readonly protNonePmds: ReadonlySet<number>;
  readonly tables: ReadonlyMap<number, WalkTable>;
}

/** A PTE table: its page frame, and whether all of its 512 entries are none. */
export interface WalkTable {
  readonly pfn: number;
  readonly empty: boolean;
}

/** What mm_struct and its vm_area_structs held. */
export interface MmDump {
  readonly tableBytes: number | null;
  /** Null where the kernel has no per-VMA locks. */
  readonly lockSeq: number | null;
  readonly mmapLock: 'free' | 'read' | 'write' | null;
  readonly vmas: ReadonlyMap<number, VmaDump>;
}

export interface VmaDump {
  readonly pgoff: number;
  readonly lockSeq: number | null;
  readonly refcnt: number | null;
}

export const PAGE_SIZE = 4096;
export const PMD_SIZE = 512 * PAGE_SIZE;
