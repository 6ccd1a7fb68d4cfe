const blockPages = 512;

/** Physical memory: order-0 pages are taken from broken 2 MiB blocks, last freed first; a block that is whole again is one. */
export class PageAllocator {
  private readonly whole: number[] = [];
  private readonly loose: number[] = [];
  /** Free pages of each block; 512 where it is whole. */
  private readonly freeIn: Uint16Array;
  private readonly isLoose: Uint8Array;
  private readonly firstBlock: number;

  constructor(firstBlock: number, blocks: number) {
    this.firstBlock = firstBlock;
    this.freeIn = new Uint16Array(blocks).fill(blockPages);
    this.isLoose = new Uint8Array(blocks * blockPages);
    for (let b = blocks - 1; b >= 0; b--) this.whole.push(b);
  }

  /** The first pfn of 2^order free pages, naturally aligned; null when there are none. */
  take(order: number): number | null {
    if (order >= 9) {
      const block = this.whole.pop();
      if (block === undefined) return null;
      this.freeIn[block] = 0;
      return (this.firstBlock + block) * blockPages;
    }
    if (order > 0) return this.takeRun(1 << order);
    for (;;) {
      const page = this.loose.pop();
      if (page === undefined) {
        if (!this.breakBlock()) return null;
        continue;
      }
      // Pages of a block that became whole again are still listed.
      if (this.isLoose[page] === 0) continue;
      this.isLoose[page] = 0;
      this.freeIn[Math.floor(page / blockPages)]--;
      return this.firstBlock * blockPages + page;
    }
  }

  /** Gives back 2^order pages from `pfn` on. */
  give(pfn: number, order: number): void {
    const first = pfn - this.firstBlock * blockPages;
    const block = Math.floor(first / blockPages);
    const pages = 1 << order;
    if (order < 9) {
      for (let i = pages - 1; i >= 0; i--) {
        this.loose.push(first + i);
        this.isLoose[first + i] = 1;
      }
    }
    this.freeIn[block] += pages;
    if (this.freeIn[block] === blockPages) {
      this.isLoose.fill(0, block * blockPages, (block + 1) * blockPages);
      this.whole.unshift(block);
    }
  }

  private breakBlock(): boolean {
    const block = this.whole.pop();
    if (block === undefined) return false;
    for (let i = blockPages - 1; i >= 0; i--) this.loose.push(block * blockPages + i);
    this.isLoose.fill(1, block * blockPages, (block + 1) * blockPages);
    return true;
  }

  private takeRun(pages: number): number | null {
    const block = this.whole.pop();
    if (block === undefined) return null;
    for (let i = blockPages - 1; i >= pages; i--) {
      this.loose.push(block * blockPages + i);
      this.isLoose[block * blockPages + i] = 1;
    }
    this.freeIn[block] = blockPages - pages;
    return (this.firstBlock + block) * blockPages;
  }
}
