import type { Leaf } from './cells.ts';

/** Tells a PTE table by its index: where its entries begin, and how many there are. */
export type TellLeaf = (index: number, first: number, n: number) => void;

/** Tables of one directory: a PMD page has so many entries, and covers 1 GiB. */
const perDirectory = 512;

/** In a directory a table is two words: where its entries begin; and its room and its n, 0 where there is no table. */
const wordsPerLeaf = 2;
const nShift = 10;
const roomBits = (1 << nShift) - 1;

interface Directory {
  readonly leaves: Uint32Array;
  /** How many there are. */
  n: number;
}

/**
 * The PTE tables of one mm by index, in directories as the kernel's PMD pages: a few directories are found faster than one of
 * thousands of tables. A table is a few bits there, not an object: those lay scattered, and waiting for them was a tenth of a fold.
 * The tables of a restored mm stay sorted columns until one is asked for: a moment is usually asked about a few of them.
 */
export class Leaves {
  private readonly directories = new Map<number, Directory>();
  private made = 0;
  private indices: Float64Array = new Float64Array(0);
  private firsts = new Uint32Array(0);
  private counts: Uint16Array = new Uint16Array(0);
  private rooms: Uint16Array = new Uint16Array(0);
  /** 1 where a table of the columns was made, or dropped. */
  private gone = new Uint8Array(0);
  private left = 0;
  private recent = -1;
  private recentDirectory: Directory | undefined;
  /** What was asked for last: whoever looks at an entry sets or removes it next. A profile had 10 % of a fold in here. */
  private last = -1;
  private lastLeaf: Leaf | undefined;

  get size(): number {
    return this.made + this.left;
  }

  /** The table as it is now; what is changed of it must be put back. */
  get(index: number): Leaf | undefined {
    if (index === this.last) return this.lastLeaf;
    const leaf = this.madeAt(index);
    this.lastLeaf = leaf || this.left === 0 ? leaf : this.make(index);
    this.last = index;
    return this.lastLeaf;
  }

  has(index: number): boolean {
    const directory = this.directoryOf(index);
    if (directory && directory.leaves[this.wordOf(index) + 1] !== 0) return true;
    return this.left > 0 && this.placeOf(index) >= 0;
  }

  /** Puts a table where there is none, or what it became. */
  put(index: number, leaf: Leaf): void {
    let directory = this.directoryOf(index);
    if (!directory) {
      directory = { leaves: new Uint32Array(perDirectory * wordsPerLeaf), n: 0 };
      this.directories.set(this.recent, directory);
      this.recentDirectory = directory;
    }
    const { leaves } = directory;
    const at = this.wordOf(index);
    if (leaves[at + 1] === 0) {
      directory.n++;
      this.made++;
    }
    const { first, n, room } = leaf;
    leaves[at] = first;
    leaves[at + 1] = room | (n << nShift);
    this.last = index;
    this.lastLeaf = leaf;
  }

  delete(index: number): void {
    const leaf = this.get(index);
    this.last = -1;
    const directory = this.directoryOf(index);
    if (!leaf || !directory) return;
    directory.leaves[this.wordOf(index) + 1] = 0;
    directory.n--;
    this.made--;
    if (directory.n > 0) return;
    this.directories.delete(this.recent);
    this.recentDirectory = undefined;
  }

  /** Takes in tables while it is empty: ascending indices, numbers of entries, and rooms, which lie one after the other. */
  load(indices: Float64Array, counts: Uint16Array, rooms: Uint16Array): void {
    this.indices = indices;
    this.counts = counts;
    this.rooms = rooms;
    this.firsts = new Uint32Array(counts.length);
    for (let i = 1; i < counts.length; i++) this.firsts[i] = this.firsts[i - 1] + rooms[i - 1];
    this.gone = new Uint8Array(counts.length);
    this.left = counts.length;
    this.last = -1;
  }

  /** Tells every table, in no order, and makes none. */
  each(tell: TellLeaf): void {
    for (const [number, { leaves }] of this.directories) {
      for (let i = 0; i < perDirectory; i++) {
        const state = leaves[i * wordsPerLeaf + 1];
        if (state !== 0) tell(number * perDirectory + i, leaves[i * wordsPerLeaf], state >> nShift);
      }
    }
    if (this.left === 0) return;
    for (let i = 0; i < this.indices.length; i++) if (this.gone[i] === 0) tell(this.indices[i], this.firsts[i], this.counts[i]);
  }

  private make(index: number): Leaf | undefined {
    const place = this.placeOf(index);
    if (place < 0) return undefined;
    this.gone[place] = 1;
    this.left--;
    const leaf = { first: this.firsts[place], n: this.counts[place], room: this.rooms[place] };
    this.put(index, leaf);
    return leaf;
  }

  private madeAt(index: number): Leaf | undefined {
    const leaves = this.directoryOf(index)?.leaves;
    if (!leaves) return undefined;
    const at = this.wordOf(index);
    const state = leaves[at + 1];
    return state === 0 ? undefined : { first: leaves[at], n: state >> nShift, room: state & roomBits };
  }

  /** Where the table's words are in the directory that was found last. */
  private wordOf(index: number): number {
    return (index - this.recent * perDirectory) * wordsPerLeaf;
  }

  /** The directory that holds the table; `recent` is its number, also where there is none. */
  private directoryOf(index: number): Directory | undefined {
    const number = Math.floor(index / perDirectory);
    if (number !== this.recent) {
      this.recent = number;
      this.recentDirectory = this.directories.get(number);
    }
    return this.recentDirectory;
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
