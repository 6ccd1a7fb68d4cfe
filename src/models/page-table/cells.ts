/** One PTE table: its entries are the cells first to first + n, sorted by slot; there is room for more before `first + room`. */
export interface Leaf {
  first: number;
  n: number;
  room: number;
}

/** Entries side by side, column by column. */
export interface EntryColumns {
  readonly slot: ArrayLike<number>;
  readonly pfn: ArrayLike<number>;
  readonly info: ArrayLike<number>;
  readonly since: ArrayLike<number>;
}

/** The same, to be written to; all four have the same length. */
export interface CellColumns {
  readonly slot: Uint16Array;
  readonly pfn: Float64Array;
  readonly info: Uint16Array;
  readonly since: Float64Array;
}

/** Columns for `n` entries, and room for a table to go on growing. */
export function newColumns(n: number): CellColumns {
  const room = n + (n >> 3) + 64;
  return {
    slot: new Uint16Array(room),
    pfn: new Float64Array(room),
    info: new Uint16Array(room),
    since: new Float64Array(room),
  };
}

const smallestRoom = 4;
const LARGE = 1 << 14;

/**
 * The entries of all PTE tables of one mm, in four arrays. A table holds only what exists and grows by doubling: sparse
 * tables are common (a heap touched here and there), 512 slots for each would cost ten times the memory, and arrays of
 * their own for each would cost more than the few entries in them.
 */
export class Cells {
  slot: Uint16Array = new Uint16Array(smallestRoom * 4);
  pfn: Float64Array = new Float64Array(smallestRoom * 4);
  info: Uint16Array = new Uint16Array(smallestRoom * 4);
  since: Float64Array = new Float64Array(smallestRoom * 4);
  private end = 0;
  /** Stretches given back, by log2 of their room. */
  private readonly free: number[][] = [];

  newLeaf(room = smallestRoom): Leaf {
    return { first: this.take(room), n: 0, room };
  }

  /** Gives the leaf's cells back. */
  drop(leaf: Leaf): void {
    this.giveBack(leaf.first, leaf.room);
  }

  /** Position of slot i in the arrays, or ~position where it would be inserted. */
  find({ first, n }: Leaf, i: number): number {
    const { slot } = this;
    let high = first + n - 1;
    // A full or dense prefix is the usual case: then entry i is at position i.
    if (i < n && slot[first + i] === i) return first + i;
    if (n === 0 || slot[high] < i) return ~(high + 1);
    let low = first;
    while (low <= high) {
      const mid = (low + high) >> 1;
      const v = slot[mid];
      if (v < i) low = mid + 1;
      else if (v > i) high = mid - 1;
      else return mid;
    }
    return ~low;
  }

  set(leaf: Leaf, i: number, pfn: number, info: number, since: number): void {
    let at = this.find(leaf, i);
    if (at < 0) {
      at = ~at;
      if (leaf.n === leaf.room) at += this.grow(leaf);
      const end = leaf.first + leaf.n;
      // A few cells are moved faster one by one than by copyWithin.
      for (let k = end; k > at; k--) {
        this.slot[k] = this.slot[k - 1];
        this.pfn[k] = this.pfn[k - 1];
        this.info[k] = this.info[k - 1];
        this.since[k] = this.since[k - 1];
      }
      leaf.n++;
      this.slot[at] = i;
    }
    this.pfn[at] = pfn;
    this.info[at] = info;
    this.since[at] = since;
  }

  /** Moves the entry at position `from` to position `to`, which is before it. */
  pull(to: number, from: number): void {
    this.slot[to] = this.slot[from];
    this.pfn[to] = this.pfn[from];
    this.info[to] = this.info[from];
    this.since[to] = this.since[from];
  }

  /** Removes the entries at positions [from, to). */
  removeAt(leaf: Leaf, from: number, to: number): void {
    const end = leaf.first + leaf.n;
    for (let k = to; k < end; k++) this.pull(from + k - to, k);
    leaf.n -= to - from;
  }

  /** Begins with the `n` entries at the start of these columns, and goes on in them. */
  adopt({ slot, pfn, info, since }: CellColumns, n: number): void {
    this.slot = slot;
    this.pfn = pfn;
    this.info = info;
    this.since = since;
    this.end = n;
  }

  /** Makes room for `count` more cells at once. */
  reserve(count: number): void {
    const needed = this.end + count;
    if (needed <= this.slot.length) return;
    // Large tables grow by half: what was restored needs little more, and memory that is never used must be touched too.
    const capacity = Math.max(needed, this.slot.length + (this.slot.length >> (this.slot.length < LARGE ? 0 : 1)));
    const { slot, pfn, info, since } = this;
    this.adopt(newColumns(capacity), this.end);
    this.slot.set(slot);
    this.pfn.set(pfn);
    this.info.set(info);
    this.since.set(since);
  }

  /** Gives a leaf the next larger room; returns by how much its cells were shifted. */
  private grow(leaf: Leaf): number {
    const { first, n, room } = leaf;
    const larger = roomFor(room + 1);
    const to = this.take(larger);
    this.slot.copyWithin(to, first, first + n);
    this.pfn.copyWithin(to, first, first + n);
    this.info.copyWithin(to, first, first + n);
    this.since.copyWithin(to, first, first + n);
    this.giveBack(first, room);
    leaf.first = to;
    leaf.room = larger;
    return to - first;
  }

  private take(room: number): number {
    const kept = this.free[31 - Math.clz32(room)]?.pop();
    if (kept !== undefined) return kept;
    this.reserve(room);
    const first = this.end;
    this.end += room;
    return first;
  }

  private giveBack(first: number, room: number): void {
    const size = 31 - Math.clz32(room);
    this.free[size] ??= [];
    this.free[size].push(first);
  }
}

/** The smallest room that n entries fit in. */
function roomFor(n: number): number {
  let room = smallestRoom;
  while (room < n) room *= 2;
  return room;
}
