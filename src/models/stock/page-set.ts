import { blockPages } from '../folio/block.ts';

const BITS = 1 << 20;

/** A set of pages that is asked about far more pages than it has: most answers come from a few bits. */
export class PageSet {
  private readonly bits = new Uint32Array(BITS / 32);
  private readonly pages = new Set<number>();

  add(pfn: number): void {
    const bit = pfn & (BITS - 1);
    this.bits[bit >> 5] |= 1 << (bit & 31);
    this.pages.add(pfn);
  }

  /** Adds the 2^order pages from pfn on. */
  addBlock(pfn: number, order: number): void {
    const pages = blockPages(order);
    for (let i = 0; i < pages; i++) this.add(pfn + i);
  }

  has(pfn: number): boolean {
    const bit = pfn & (BITS - 1);
    return (this.bits[bit >> 5] & (1 << (bit & 31))) !== 0 && this.pages.has(pfn);
  }
}
