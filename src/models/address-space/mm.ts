import { PageTable } from '../page-table/page-table.ts';
import type { Vma } from './vma.ts';

/** rss members in the kernel's order (include/linux/mm_types_task.h). */
export const rssMembers = ['file', 'anon', 'swap', 'shmem'] as const;

/** A page-table page of an mm: where it is linked (index of its 2 MiB; -1 not known), deposited or linked. */
export interface TablePage {
  readonly pfn: number;
  index: number;
  /** Address of the PMD entry it hangs under; 0 when not told. */
  pmd: number;
  deposited: boolean;
  since: number;
}

/** One mm_struct, one incarnation of its pointer. */
export class Mm {
  /** mm_struct pointer; while no event named it, a number of ours (models/stock/process-mm.ts). */
  private pointer: number;
  readonly since: number;
  /** Was it seen from its mm_init() on? Then what is not in it, is not there. */
  complete: boolean;
  readonly pt = new PageTable();
  readonly vmas = new Set<Vma>();
  /** PTE table pages by pfn. */
  readonly tables = new Map<number, TablePage>();
  /** PMD table pages: address of the page -> va >> 30 of what it covers. */
  readonly pmdPages = new Map<number, number>();
  /** Table pages parked under each PMD table page, in the order in which they are taken out. */
  readonly parked = new Map<number, number[]>();
  /** Addresses whose present page is write-protected by userfaultfd. */
  readonly uffdWp = new Set<number>();
  /** UFFD_FEATURE_* bits asked for; null when that was not seen. */
  uffdFeatures: number | null = null;
  /** Number of PMD and PUD tables. */
  readonly upper = { pmd: 0, pud: 0 };
  /** Thread-group ids (or tids without tgid) that use it. */
  readonly users = new Set<number>();
  /** Last rss_stat by member in bytes; null where none was seen. */
  readonly rssStat: (number | null)[] = [null, null, null, null];
  exited = false;
  /** Page-aligned program break as brk() returned it; 0 before. */
  heapTop = 0;

  constructor(ptr: number, since: number, complete: boolean) {
    this.pointer = ptr;
    this.since = since;
    this.complete = complete;
  }

  get ptr(): number {
    return this.pointer;
  }

  /** The pointer became known. */
  rename(ptr: number): void {
    this.pointer = ptr;
  }

  /** The first attached VMA that ends above va. */
  nextVma(va: number): Vma | undefined {
    let next: Vma | undefined;
    for (const vma of this.vmas) if (vma.place === 'attached' && vma.end > va && (!next || vma.start < next.start)) next = vma;
    return next;
  }

  /** The attached VMA that holds va, if any. */
  vmaAt(va: number): Vma | undefined {
    for (const vma of this.vmas) if (vma.place === 'attached' && va >= vma.start && va < vma.end) return vma;
    return undefined;
  }
}
