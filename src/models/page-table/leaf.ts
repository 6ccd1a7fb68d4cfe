/**
 * The entries of one PTE table that are not none, sorted by index. It holds only what exists and grows by doubling:
 * sparse tables are common (a heap touched here and there), and 512 slots for each would cost ten times the memory.
 */
export class Leaf {
  n = 0;
  index: Uint16Array;
  pfn: Float64Array;
  info: Uint16Array;
  since: Float64Array;

  constructor(capacity = 4) {
    this.index = new Uint16Array(capacity);
    this.pfn = new Float64Array(capacity);
    this.info = new Uint16Array(capacity);
    this.since = new Float64Array(capacity);
  }

  /** Position of index i, or ~position where it would be inserted. */
  find(i: number): number {
    const { index } = this;
    let high = this.n - 1;
    // A full or dense prefix is the usual case: then entry i is at position i.
    if (i <= high && index[i] === i) return i;
    if (high < 0 || index[high] < i) return ~this.n;
    let low = 0;
    while (low <= high) {
      const mid = (low + high) >> 1;
      const v = index[mid];
      if (v < i) low = mid + 1;
      else if (v > i) high = mid - 1;
      else return mid;
    }
    return ~low;
  }

  set(i: number, pfn: number, info: number, since: number): void {
    let at = this.find(i);
    if (at < 0) {
      at = ~at;
      if (this.n === this.index.length) this.grow();
      if (at < this.n) {
        this.index.copyWithin(at + 1, at, this.n);
        this.pfn.copyWithin(at + 1, at, this.n);
        this.info.copyWithin(at + 1, at, this.n);
        this.since.copyWithin(at + 1, at, this.n);
      }
      this.n++;
      this.index[at] = i;
    }
    this.pfn[at] = pfn;
    this.info[at] = info;
    this.since[at] = since;
  }

  /** Removes the entries at positions [from, to). */
  removeAt(from: number, to: number): void {
    if (to < this.n) {
      this.index.copyWithin(from, to, this.n);
      this.pfn.copyWithin(from, to, this.n);
      this.info.copyWithin(from, to, this.n);
      this.since.copyWithin(from, to, this.n);
    }
    this.n -= to - from;
  }

  private grow(): void {
    const capacity = Math.min(512, this.index.length * 2);
    const { index, pfn, info, since } = this;
    this.index = new Uint16Array(capacity);
    this.pfn = new Float64Array(capacity);
    this.info = new Uint16Array(capacity);
    this.since = new Float64Array(capacity);
    this.index.set(index);
    this.pfn.set(pfn);
    this.info.set(info);
    this.since.set(since);
  }
}
