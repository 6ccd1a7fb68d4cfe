import { blockPages, LARGEST_ORDER } from '../../base/order.ts';
import { ChangedPages } from './changed-pages.ts';

const CHUNK = 4096;

/** Pages that were allocated in the trace and not freed since: order of the allocation, and pins taken through GUP. */
export class FolioTable {
  /** By pfn / 4096: for each page its order + 1 where an allocation begins, else 0. */
  private readonly chunks = new Map<number, Uint8Array>();
  private readonly pins = new Map<number, number>();
  private recent = -1;
  private recentChunk: Uint8Array | null = null;
  /** Pages whose order changed since it was asked; null while nobody wants to know. */
  private changed: ChangedPages | null = null;
  private thaw: ((into: FolioTable) => void) | null = null;
  /** What happened while frozen: pfn, then order + 1 or 0, in turns. */
  private pending = new Float64Array(0);
  private pendingEnd = 0;

  /** Puts off what fills the table to when it is first read. */
  freeze(thaw: (into: FolioTable) => void): void {
    this.thaw = thaw;
  }

  alloc(pfn: number, order: number): void {
    this.put(pfn, Math.min(order, LARGEST_ORDER) + 1);
  }

  /** Pages free in blocks of any order: what lay inside is gone. */
  free(pfn: number, order: number): void {
    const pages = blockPages(order);
    for (let i = 0; i < pages; i++) {
      this.put(pfn + i, 0);
      if (this.pins.size > 0) this.pins.delete(pfn + i);
    }
  }

  /** Order of the allocation that holds the page: looks for a head at each alignment. null when none was traced. */
  orderOf(pfn: number): number | null {
    this.melt();
    for (let order = 0; order <= 10; order++) {
      const size = 2 ** order;
      const head = Math.floor(pfn / size) * size;
      const found = this.get(head) - 1;
      if (found >= 0 && head + 2 ** found > pfn) return found;
    }
    return null;
  }

  pin(pfn: number, nr: number): void {
    this.pins.set(pfn, (this.pins.get(pfn) ?? 0) + nr);
  }

  unpin(pfn: number, nr: number): void {
    const left = (this.pins.get(pfn) ?? 0) - nr;
    if (left > 0) this.pins.set(pfn, left);
    else this.pins.delete(pfn);
  }

  pinsOf(pfn: number): number {
    return this.pins.get(pfn) ?? 0;
  }

  get pinned(): ReadonlyMap<number, number> {
    return this.pins;
  }

  /** Chunks of 4096 pages by their number; to be read only. */
  get orders(): ReadonlyMap<number, Uint8Array> {
    this.melt();
    return this.chunks;
  }

  /** Sets order + 1 (0: not allocated) of the allocation that begins at pfn. */
  put(pfn: number, value: number): void {
    if (this.thaw) {
      if (this.pendingEnd === this.pending.length) this.lengthenPending();
      this.pending[this.pendingEnd++] = pfn;
      this.pending[this.pendingEnd++] = value;
      return;
    }
    const number = Math.floor(pfn / CHUNK);
    if (number !== this.recent) {
      const chunk = this.chunks.get(number);
      if (!chunk && value === 0) return;
      this.recent = number;
      this.recentChunk = chunk ?? new Uint8Array(CHUNK);
      if (!chunk) this.chunks.set(number, this.recentChunk);
    }
    const chunk = this.recentChunk as Uint8Array;
    const at = pfn - number * CHUNK;
    if (chunk[at] === value) return;
    chunk[at] = value;
    this.changed?.add(pfn);
  }

  /** Order + 1 of the allocation that begins at pfn; 0 when none does. */
  get(pfn: number): number {
    this.melt();
    const number = Math.floor(pfn / CHUNK);
    return this.chunks.get(number)?.[pfn - number * CHUNK] ?? 0;
  }

  /** Takes over a chunk as it is. */
  loadChunk(number: number, chunk: Uint8Array): void {
    this.chunks.set(number, chunk);
  }

  /** From now on changes are noted; returns the pages noted so far, by ascending pfn. */
  takeChanges(): Float64Array {
    this.changed ??= new ChangedPages();
    return this.changed.take();
  }

  private melt(): void {
    const { thaw, pending, pendingEnd } = this;
    if (!thaw) return;
    this.thaw = null;
    thaw(this);
    for (let i = 0; i < pendingEnd; i += 2) this.put(pending[i], pending[i + 1]);
    this.pending = new Float64Array(0);
    this.pendingEnd = 0;
  }

  private lengthenPending(): void {
    const longer = new Float64Array(Math.max(1 << 13, this.pending.length * 2));
    longer.set(this.pending);
    this.pending = longer;
  }
}
