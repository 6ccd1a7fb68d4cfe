import { Kind } from '../page-table/entry.ts';

/** A yes/no that nothing may have said yet. */
export type Known = boolean | null;

/** One folio from its allocation to its free, or from its first mention where the allocation was not traced. */
export class Folio {
  readonly head: number;
  readonly pages: number;
  /** Its allocation was traced: counters begin at zero. */
  readonly born: boolean;
  /** Pages of it went their own ways (a split): sums over the folio mean nothing any more. */
  split = false;
  kind: number = Kind.unknown;
  /** Mappings by PTEs, per page, and entries that the trace showed to map the page. */
  readonly mapcount: number[];
  readonly ptes: number[];
  /** Migration entries that stand for the page. */
  readonly migrations: number[];
  /** PG_anon_exclusive per page. */
  readonly exclusive: Known[];
  entireMapcount = 0;
  pmds = 0;
  /** Fork duplicated mappings of it, and no step told which and when. */
  guessed = false;
  /** Reclaim or migration worked on it while forks and zaps may have: without steps their order is not told. */
  unsure = false;
  /** The counts are exact: neither a split nor a huge mapping was seen from outside only. */
  counted: boolean;
  refs: number | null = null;
  pins = 0;
  dirty: Known;
  writeback = false;
  /** Offset of its slot while it is in the swap cache; -1 when it is not; null not known. */
  swapEntry: number | null;

  constructor(head: number, order: number, born: boolean) {
    this.head = head;
    this.pages = 2 ** order;
    this.born = born;
    this.counted = born;
    this.mapcount = new Array<number>(this.pages).fill(0);
    this.ptes = new Array<number>(this.pages).fill(0);
    this.migrations = new Array<number>(this.pages).fill(0);
    this.exclusive = new Array<Known>(this.pages).fill(born ? false : null);
    this.dirty = null;
    this.swapEntry = born ? -1 : null;
  }

  /** Mappings of one page: by PTEs, and by PMD entries of the whole. */
  mapped(pfn: number): number {
    return (this.mapcount[pfn - this.head] ?? 0) + this.entireMapcount;
  }

  get totalMapcount(): number {
    let sum = this.entireMapcount;
    for (const count of this.mapcount) sum += count;
    return sum;
  }

  has(pfn: number): boolean {
    return pfn >= this.head && pfn < this.head + this.pages;
  }
}

/** The folios that something was said about, by page. */
export class FolioBook {
  private readonly byPfn = new Map<number, Folio>();
  /** First pages of allocations since events were last lost; null while none were. Older ones have a past that is not known. */
  private fresh: Set<number> | null = null;

  /** Pages were allocated: what was there before is gone. */
  alloc(pfn: number, pages: number): void {
    this.free(pfn, pages);
    this.fresh?.add(pfn);
  }

  /** The folio of a page; made at its first mention, of the order it was allocated with (null: not traced). */
  of(pfn: number, orderOf: (pfn: number) => number | null): Folio {
    const known = this.byPfn.get(pfn);
    if (known) return known;
    const order = orderOf(pfn);
    const size = 2 ** (order ?? 0);
    const head = Math.floor(pfn / size) * size;
    const folio = new Folio(head, order ?? 0, order !== null && (this.fresh === null || this.fresh.has(head)));
    for (let i = 0; i < size; i++) this.byPfn.set(head + i, folio);
    return folio;
  }

  find(pfn: number): Folio | undefined {
    return this.byPfn.get(pfn);
  }

  /** The pages go back to the allocator. */
  free(pfn: number, pages: number): void {
    this.fresh?.delete(pfn);
    for (let i = 0; i < pages; i++) {
      const folio = this.byPfn.get(pfn + i);
      if (!folio) continue;
      if (folio.pages !== pages) folio.split = true;
      this.byPfn.delete(pfn + i);
    }
  }

  /** Events were lost. */
  clear(): void {
    this.byPfn.clear();
    this.fresh = new Set();
  }
}
