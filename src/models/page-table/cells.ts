/** One PTE table: its entries are at the positions `first` to `first + n`, sorted by slot; there is room for `room`. */
export interface Leaf {
  first: number;
  n: number;
  room: number;
}

/** Entries by position, in two arrays: what is looked at of one is two cache lines, where four arrays of single values were four. */
export interface CellColumns {
  /** The slot in the upper 16 bits, the attributes in the lower. */
  readonly marks: Uint32Array;
  /** The pfn, then the event that set the entry. */
  readonly pairs: Float64Array;
}

/** The same, to be looked into. */
export interface EntryCells extends CellColumns {
  /** Position of slot i of a table, or ~position where it would be inserted. */
  find(leaf: Readonly<Leaf>, i: number): number;
}

/** Columns for so many entries. */
export const newColumns = (room: number): CellColumns => ({
  marks: new Uint32Array(room),
  pairs: new Float64Array(2 * room),
});

const smallestRoom = 4;
const LARGE = 1 << 14;
/** So few entries are moved faster one by one: in four arrays 16 took 50 ns and by copyWithin 150, 128 took 270 and 160. */
const FEW = 24;

/**
 * The entries of all PTE tables of one mm. A table holds only what exists and grows by doubling: sparse tables are common (a
 * heap touched here and there), 512 slots for each would cost ten times the memory, and arrays of their own for each would
 * cost more than the few entries in them.
 */
export class Cells implements EntryCells {
  marks: Uint32Array = new Uint32Array(smallestRoom * 4);
  pairs: Float64Array = new Float64Array(smallestRoom * 8);
  private end = 0;
  /** Stretches given back, by log2 of their room. */
  private readonly free: number[][] = [];

  newLeaf(): Leaf {
    return { first: this.take(smallestRoom), n: 0, room: smallestRoom };
  }

  /** Gives the leaf's cells back. */
  drop({ first, room }: Leaf): void {
    if (room < smallestRoom) return;
    const size = 31 - Math.clz32(room);
    this.free[size] ??= [];
    this.free[size].push(first);
  }

  find({ first, n }: Readonly<Leaf>, i: number): number {
    const { marks } = this;
    let high = first + n - 1;
    // A full or dense prefix is the usual case: then entry i is at position i.
    if (i < n && marks[first + i] >>> 16 === i) return first + i;
    if (n === 0 || marks[high] >>> 16 < i) return ~(high + 1);
    let low = first;
    while (low <= high) {
      const mid = (low + high) >> 1;
      const v = marks[mid] >>> 16;
      if (v < i) low = mid + 1;
      else if (v > i) high = mid - 1;
      else return mid;
    }
    return ~low;
  }

  /** Sets the entry of slot i; gives whether the leaf became another by it. */
  set(leaf: Leaf, i: number, pfn: number, info: number, since: number): boolean {
    let at = this.find(leaf, i);
    const isNew = at < 0;
    if (isNew) {
      at = ~at;
      if (leaf.n === leaf.room) at += this.grow(leaf);
      this.shift(at + 1, at, leaf.first + leaf.n);
      leaf.n++;
    }
    this.marks[at] = (i << 16) | info;
    this.pairs[2 * at] = pfn;
    this.pairs[2 * at + 1] = since;
    return isNew;
  }

  /** Changes the attributes of the entry at this position. */
  mark(at: number, info: number): void {
    this.marks[at] = (this.marks[at] & 0xffff_0000) | info;
  }

  /** Copies the entry at position `from` to position `to`. */
  copy(to: number, from: number): void {
    const { marks, pairs } = this;
    marks[to] = marks[from];
    pairs[2 * to] = pairs[2 * from];
    pairs[2 * to + 1] = pairs[2 * from + 1];
  }

  /** Removes the entries at positions [from, to). */
  removeAt(leaf: Leaf, from: number, to: number): void {
    this.shift(from, to, leaf.first + leaf.n);
    leaf.n -= to - from;
  }

  /** Begins with the entries in these columns, before position `end`, and goes on in them. */
  adopt({ marks, pairs }: CellColumns, end: number): void {
    this.marks = marks;
    this.pairs = pairs;
    this.end = end;
  }

  /** Moves the entries at positions [from, end) to position `to`. */
  private shift(to: number, from: number, end: number): void {
    if (end - from > FEW) this.move(to, from, end);
    else if (to > from) for (let k = end - 1, d = to - from; k >= from; k--) this.copy(k + d, k);
    else for (let k = from, d = to - from; k < end; k++) this.copy(k + d, k);
  }

  private move(to: number, from: number, end: number): void {
    this.marks.copyWithin(to, from, end);
    this.pairs.copyWithin(2 * to, 2 * from, 2 * end);
  }

  /** Makes room for `count` more cells at once. */
  private reserve(count: number): void {
    const needed = this.end + count;
    const { marks, pairs } = this;
    if (needed <= marks.length) return;
    // Large tables grow by half: what was restored needs little more, and memory that is never used must be touched too.
    const larger = newColumns(Math.max(needed, marks.length + (marks.length >> (marks.length < LARGE ? 0 : 1))));
    larger.marks.set(marks);
    larger.pairs.set(pairs);
    this.adopt(larger, this.end);
  }

  /** Gives a leaf the next larger room; returns by how much its cells were shifted. */
  private grow(leaf: Leaf): number {
    const { first, n } = leaf;
    const room = roomFor(leaf.room + 1);
    const to = this.take(room);
    this.move(to, first, first + n);
    this.drop(leaf);
    leaf.first = to;
    leaf.room = room;
    return to - first;
  }

  /** A stretch for `room` entries, a power of two. */
  private take(room: number): number {
    const kept = this.free[31 - Math.clz32(room)]?.pop();
    if (kept !== undefined) return kept;
    this.reserve(room);
    const first = this.end;
    this.end += room;
    return first;
  }
}

/** The smallest room that n entries fit in. */
function roomFor(n: number): number {
  let room = smallestRoom;
  while (room < n) room *= 2;
  return room;
}
