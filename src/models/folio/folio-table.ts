/** Pages that were allocated in the trace and not freed since: order of the allocation, and pins taken through GUP. */
export class FolioTable {
  private readonly orders = new Map<number, number>();
  private readonly pins = new Map<number, number>();

  alloc(pfn: number, order: number): void {
    this.orders.set(pfn, order);
  }

  /** Pages free in blocks of any order: what lay inside is gone. */
  free(pfn: number, order: number): void {
    const pages = 2 ** order;
    for (let i = 0; i < pages; i++) {
      this.orders.delete(pfn + i);
      if (this.pins.size > 0) this.pins.delete(pfn + i);
    }
  }

  /** Order of the allocation that holds the page: looks for a head at each alignment. null when none was traced. */
  orderOf(pfn: number): number | null {
    for (let order = 0; order <= 10; order++) {
      const size = 2 ** order;
      const head = Math.floor(pfn / size) * size;
      const found = this.orders.get(head);
      if (found !== undefined && head + 2 ** found > pfn) return found;
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
}
