import type { Leaf } from './cells.ts';

/** Tells a PTE table by its index: where its entries begin, and how many there are. */
export type TellLeaf = (index: number, first: number, n: number) => void;

/**
 * The PTE tables of one mm by index. Those of a restored mm stay three sorted columns until one is asked for: a moment is
 * usually asked about a few of them.
 */
export class Leaves {
  private readonly made = new Map<number, Leaf>();
  private indices: Float64Array = new Float64Array(0);
  private firsts = new Uint32Array(0);
  private counts: Uint16Array = new Uint16Array(0);
  /** 1 where a table of the columns was made, or dropped. */
  private gone = new Uint8Array(0);
  private left = 0;
  /** What was asked for last: whoever looks at an entry sets or removes it next. A profile had 10 % of a fold in here. */
  private last = -1;
  private lastLeaf: Leaf | undefined;

  get size(): number {
    return this.made.size + this.left;
  }

  get(index: number): Leaf | undefined {
    if (index === this.last) return this.lastLeaf;
    const leaf = this.made.get(index);
    this.lastLeaf = leaf || this.left === 0 ? leaf : this.make(index);
    this.last = index;
    return this.lastLeaf;
  }

  has(index: number): boolean {
    return this.made.has(index) || (this.left > 0 && this.placeOf(index) >= 0);
  }

  set(index: number, leaf: Leaf): void {
    this.last = -1;
    this.made.set(index, leaf);
  }

  delete(index: number): void {
    this.get(index);
    this.last = -1;
    this.made.delete(index);
  }

  /** Takes in tables while it is empty: ascending indices, and the numbers of entries, which lie one after the other. */
  load(indices: Float64Array, counts: Uint16Array): void {
    this.indices = indices;
    this.counts = counts;
    this.firsts = new Uint32Array(counts.length);
    for (let i = 1; i < counts.length; i++) this.firsts[i] = this.firsts[i - 1] + counts[i - 1];
    this.gone = new Uint8Array(counts.length);
    this.left = counts.length;
    this.last = -1;
  }

  /** Tells every table, in no order, and makes none. */
  each(tell: TellLeaf): void {
    for (const [index, { first, n }] of this.made) tell(index, first, n);
    if (this.left === 0) return;
    for (let i = 0; i < this.indices.length; i++) if (this.gone[i] === 0) tell(this.indices[i], this.firsts[i], this.counts[i]);
  }

  private make(index: number): Leaf | undefined {
    const place = this.placeOf(index);
    if (place < 0) return undefined;
    this.gone[place] = 1;
    this.left--;
    const leaf = { first: this.firsts[place], n: this.counts[place], room: this.counts[place] };
    this.made.set(index, leaf);
    return leaf;
  }

  /** Place in the columns of a table that is not made yet; -1 when there is none. */
  private placeOf(index: number): number {
    const { indices } = this;
    let low = 0;
    let high = indices.length - 1;
    while (low <= high) {
      const mid = (low + high) >> 1;
      if (indices[mid] < index) low = mid + 1;
      else if (indices[mid] > index) high = mid - 1;
      else return this.gone[mid] === 1 ? -1 : mid;
    }
    return -1;
  }
}
