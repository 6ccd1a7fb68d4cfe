/** Which entries of a page table changed: what a checkpoint that builds on the one before has to write. */
export class Journal {
  private pages = new Float64Array(64);
  private n = 0;
  private readonly indices = new Set<number>();

  /** The PTE of this page number (va / 4096) was set, changed or removed. */
  pte(page: number): void {
    if (this.n === this.pages.length) {
      const pages = new Float64Array(this.n * 2);
      pages.set(this.pages);
      this.pages = pages;
    }
    this.pages[this.n++] = page;
  }

  /** The PMD entry with this table index was set or removed. */
  pmd(index: number): void {
    this.indices.add(index);
  }

  /** Number of changes noted; an entry that changed twice is counted twice. */
  get size(): number {
    return this.n + this.indices.size;
  }

  /** Page numbers (va / 4096) of the PTEs that changed, ascending, each once. */
  changedPages(): Float64Array {
    const sorted = this.pages.subarray(0, this.n).sort();
    let kept = 0;
    for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i];
    return sorted.slice(0, kept);
  }

  /** Table indices of the PMD entries that changed. */
  changedPmds(): readonly number[] {
    return [...this.indices];
  }

  clear(): void {
    this.n = 0;
    this.indices.clear();
  }
}
