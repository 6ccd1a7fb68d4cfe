/** Pointers of one kind of kernel object, given out as a slab does: the one freed last comes back first. */
export class Slab {
  private readonly free: string[] = [];
  private next: number;

  private readonly size: number;

  /** `start` is the offset in the direct map, `size` the object's size, both in bytes. */
  constructor(start: number, size: number) {
    this.size = size;
    this.next = 0x888000000000 + start;
  }

  /** A pointer as 16 hex digits. */
  take(): string {
    const old = this.free.pop();
    if (old !== undefined) return old;
    const text = `ffff${this.next.toString(16)}`;
    this.next += this.size;
    return text;
  }

  give(ptr: string): void {
    this.free.push(ptr);
  }
}

/** The pointer (16 hex digits) of the struct page of a pfn. */
export function pagePtr(pfn: number): string {
  return `ffffea${(pfn * 64).toString(16).padStart(10, '0')}`;
}

/** The pointer (16 hex digits) into the direct map of byte `offset` of a page. */
export function directPtr(pfn: number, offset: number): string {
  return `ffff${(0x888000000000 + pfn * 4096 + offset).toString(16)}`;
}
