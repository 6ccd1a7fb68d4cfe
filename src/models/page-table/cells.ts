/**
 * One PTE table. Its entries are sorted by slot: slots are the words `first` to `first + n`, pfns the doubles there; attributes
 * and the events that set them lie `gap` behind. There is room for `room` entries.
 */
export interface Leaf {
  first: number;
  n: number;
  room: number;
  gap: number;
}

/** Entries, two columns to an array: of the entry at `k`, `words` has the slot and at `k + gap` the attributes, `doubles` the pfn and `since`. */
export interface EntryCells {
  readonly words: Uint16Array;
  readonly doubles: Float64Array;
  /** Position of slot i of a table, or ~position where it would be inserted. */
  find(leaf: Readonly<Leaf>, i: number): number;
}

/** Entries of many tables, one after the other, column by column, as they are restored; they are parts of `words` and `doubles`. */
export interface CellColumns {
  readonly words: Uint16Array;
  readonly doubles: Float64Array;
  /** From a slot to its attributes, and from a pfn to its `since`. */
  readonly gap: number;
  readonly slot: Uint16Array;
  readonly pfn: Float64Array;
  readonly info: Uint16Array;
  readonly since: Float64Array;
}

/** Columns for `n` entries, and room for tables to go on growing behind them. */
export function newColumns(n: number): CellColumns {
  const length = 2 * n + (n >> 2) + 128;
  const words = new Uint16Array(length);
  const doubles = new Float64Array(length);
  return {
    words,
    doubles,
    gap: n,
    slot: words.subarray(0, n),
    info: words.subarray(n, 2 * n),
    pfn: doubles.subarray(0, n),
    since: doubles.subarray(n, 2 * n),
  };
}

const smallestRoom = 4;
const LARGE = 1 << 15;
/** So few entries are moved one by one faster than by copyWithin: 16 in 50 ns instead of 150, 128 in 270 instead of 160. */
const FEW = 24;

/**
 * The entries of all PTE tables of one mm, in two arrays. A table holds only what exists and grows by doubling: sparse
 * tables are common (a heap touched here and there), 512 slots for each would cost ten times the memory, and arrays of
 * their own for each would cost more than the few entries in them. What is known of one table lies together: with four arrays an
 * entry looked at was four pages of memory touched, and that was most of its cost.
 */
export class Cells implements EntryCells {
  words: Uint16Array = new Uint16Array(smallestRoom * 8);
  doubles: Float64Array = new Float64Array(smallestRoom * 8);
  private end = 0;
  /** Stretches given back, by log2 of the entries that fit in. */
  private readonly free: number[][] = [];

  newLeaf(): Leaf {
    return { first: this.take(smallestRoom), n: 0, room: smallestRoom, gap: smallestRoom };
  }

  /** Gives the leaf's cells back. */
  drop({ first, room, gap }: Leaf): void {
    if (gap === room) this.giveBack(first, room);
    else {
      // Two stretches apart, each of half as many words.
      this.giveBack(first, room >> 1);
      this.giveBack(first + gap, room >> 1);
    }
  }

  find({ first, n }: Readonly<Leaf>, i: number): number {
    const { words } = this;
    let high = first + n - 1;
    // A full or dense prefix is the usual case: then entry i is at position i.
    if (i < n && words[first + i] === i) return first + i;
    if (n === 0 || words[high] < i) return ~(high + 1);
    let low = first;
    while (low <= high) {
      const mid = (low + high) >> 1;
      const v = words[mid];
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
      this.shift(at + 1, at, leaf.first + leaf.n, leaf.gap);
      leaf.n++;
      this.words[at] = i;
    }
    this.words[at + leaf.gap] = info;
    this.doubles[at] = pfn;
    this.doubles[at + leaf.gap] = since;
    return isNew;
  }

  /** Copies the entry at position `from` of a table with this gap to position `to`. */
  copy(to: number, from: number, gap: number): void {
    const { words, doubles } = this;
    words[to] = words[from];
    words[to + gap] = words[from + gap];
    doubles[to] = doubles[from];
    doubles[to + gap] = doubles[from + gap];
  }

  /** Removes the entries at positions [from, to). */
  removeAt(leaf: Leaf, from: number, to: number): void {
    this.shift(from, to, leaf.first + leaf.n, leaf.gap);
    leaf.n -= to - from;
  }

  /** Moves the entries at positions [from, end) of a table with this gap to position `to`. */
  private shift(to: number, from: number, end: number, gap: number): void {
    const { words, doubles } = this;
    if (end - from > FEW) {
      words.copyWithin(to, from, end);
      words.copyWithin(to + gap, from + gap, end + gap);
      doubles.copyWithin(to, from, end);
      doubles.copyWithin(to + gap, from + gap, end + gap);
    } else if (to > from) {
      for (let k = end - 1, d = to - from; k >= from; k--) this.copy(k + d, k, gap);
    } else {
      for (let k = from, d = to - from; k < end; k++) this.copy(k + d, k, gap);
    }
  }

  /** Begins with the entries in these columns, and goes on in them. */
  adopt({ words, doubles, gap }: CellColumns): void {
    this.words = words;
    this.doubles = doubles;
    this.end = 2 * gap;
  }

  /** Makes room for `count` more words at once. */
  private reserve(count: number): void {
    const needed = this.end + count;
    const { words, doubles } = this;
    if (needed <= words.length) return;
    // Large tables grow by half: what was restored needs little more, and memory that is never used must be touched too.
    const length = Math.max(needed, words.length + (words.length >> (words.length < LARGE ? 0 : 1)));
    this.words = new Uint16Array(length);
    this.doubles = new Float64Array(length);
    this.words.set(words);
    this.doubles.set(doubles);
  }

  /** Gives a leaf the next larger room; returns by how much its cells were shifted. */
  private grow(leaf: Leaf): number {
    const { first, n, gap } = leaf;
    const room = roomFor(leaf.room + 1);
    const to = this.take(room);
    const { words, doubles } = this;
    words.copyWithin(to, first, first + n);
    words.copyWithin(to + room, first + gap, first + gap + n);
    doubles.copyWithin(to, first, first + n);
    doubles.copyWithin(to + room, first + gap, first + gap + n);
    this.drop(leaf);
    leaf.first = to;
    leaf.room = room;
    leaf.gap = room;
    return to - first;
  }

  /** A stretch for `room` entries, a power of two. */
  private take(room: number): number {
    const kept = this.free[31 - Math.clz32(room)]?.pop();
    if (kept !== undefined) return kept;
    this.reserve(2 * room);
    const first = this.end;
    this.end += 2 * room;
    return first;
  }

  private giveBack(first: number, room: number): void {
    if (room < smallestRoom) return;
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
