import { type CellColumns, Cells, type EntryCells, type Leaf } from './cells.ts';
import { type Entry, entryOf, Sure, Type, typeOf, withCertainty } from './entry.ts';
import type { Journal } from './journal.ts';
import { Leaves } from './leaves.ts';
import { asksFor, type PageCall } from './page-call.ts';
import type { TableSink } from './table-sink.ts';

export const PAGE_SIZE = 4096;
export const PMD_SIZE = 0x20_0000;

/** Index of the PTE table that covers va; plain division because addresses exceed 32 bits. */
export const tableIndex = (va: number): number => Math.floor(va / PMD_SIZE);
const pageOf = (va: number): number => Math.floor(va / PAGE_SIZE);
const slotOf = (va: number): number => pageOf(va) & 511;

interface PmdEntry {
  pfn: number;
  info: number;
  since: number;
}

/** A PTE table with its index: where its entries are in the cells. */
export type PlacedTable = Readonly<Pick<Leaf, 'first' | 'n'>> & { readonly index: number };

/** Sees entries in address order; pages is 1, or 512 for a PMD entry. Returning true drops the entry. */
export type EntryVisitor = (va: number, pfn: number, info: number, since: number, pages: number) => boolean | undefined;

/** Is told of every entry that is set, with the page it maps. */
export type EntryWatch = (pfn: number, va: number) => void;

/** Fills an empty page table; gives whether it answered the call for what its PTEs map, if there is one. */
export type Thaw = (into: TableSink, call: PageCall | null) => boolean;

/** The entries of one mm: PTE tables of 512 pages, and PMD-mapped huge pages beside them. */
export class PageTable implements TableSink {
  /** Says which entries changed since it was emptied; null while nobody wants to know. */
  journal: Journal | null = null;
  watch: EntryWatch | null = null;
  /** Are there entries it does not know, because they were left out when it was restored (or copied from such a table)? */
  partial = false;
  private leftOut = false;
  private readonly cells = new Cells();
  private readonly tables = new Leaves();
  private readonly huge = new Map<number, PmdEntry>();
  private thaw: Thaw | null = null;

  /** Nobody will ask for its entries: from now on it has none, whatever is set. */
  leaveOut(): void {
    this.partial = true;
    this.leftOut = true;
  }

  /** Puts off what fills the table to when it is first looked at. */
  freeze(thaw: Thaw): void {
    this.thaw = thaw;
  }

  private get leaves(): Leaves {
    if (this.thaw) this.melt(this.thaw);
    return this.tables;
  }

  private get pmds(): Map<number, PmdEntry> {
    if (this.thaw) this.melt(this.thaw);
    return this.huge;
  }

  private melt(thaw: Thaw, call: PageCall | null = null): boolean {
    this.thaw = null;
    return thaw(this, call);
  }

  /** Number of entries: PTEs, and PMD entries as one each. */
  get size(): number {
    let n = this.pmds.size;
    this.leaves.each((_index, _first, count) => {
      n += count;
    });
    return n;
  }

  /** PTE tables by ascending index: where in the cells their entries are. */
  tablesInOrder(): readonly PlacedTable[] {
    const tables: PlacedTable[] = [];
    this.leaves.each((index, first, n) => tables.push({ index, first, n }));
    return tables.sort((a, b) => a.index - b.index);
  }

  /** The PTE table with this index, until the next change. */
  tableAt(index: number): Readonly<Leaf> | undefined {
    return this.leaves.get(index);
  }

  /** What the PTE tables consist of. */
  get entryCells(): EntryCells {
    return this.cells;
  }

  /** Answers the call, in no order; for a PMD entry by its first page. */
  eachPage(call: PageCall): void {
    // What is still to be read can be told while it is read: going through it again would mean waiting for memory once more.
    const told = this.thaw !== null && this.melt(this.thaw, call);
    if (!told) this.tables.each((index, first, n) => this.tellPages(call, index, first, n));
    for (const [index, { pfn }] of this.huge) if (asksFor(call, pfn)) call.tell(pfn, index * PMD_SIZE);
  }

  private tellPages(call: PageCall, index: number, first: number, n: number): void {
    const { marks, pairs } = this.cells;
    for (let at = first; at < first + n; at++) {
      const pfn = pairs[2 * at];
      if (asksFor(call, pfn)) call.tell(pfn, index * PMD_SIZE + (marks[at] >>> 16) * PAGE_SIZE);
    }
  }

  /** PMD entries by table index. */
  get hugeEntries(): ReadonlyMap<number, Readonly<PmdEntry>> {
    return this.pmds;
  }

  load(indices: Float64Array, counts: Uint16Array, rooms: Uint16Array, columns: CellColumns, end: number): void {
    this.tables.load(indices, counts, rooms);
    this.cells.adopt(columns, end);
  }

  /** Position-free lookups: -1 where there is no entry (info is never negative). */
  infoAt(va: number): number {
    const leaf = this.leaves.get(tableIndex(va));
    if (!leaf) return -1;
    const at = this.cells.find(leaf, slotOf(va));
    return at < 0 ? -1 : this.cells.marks[at] & 0xffff;
  }

  /** The pfn of the PTE at va; -1 where there is none or it is not known. */
  pfnAt(va: number): number {
    const leaf = this.leaves.get(tableIndex(va));
    if (!leaf) return -1;
    const at = this.cells.find(leaf, slotOf(va));
    return at < 0 ? -1 : this.cells.pairs[2 * at];
  }

  pmdAt(va: number): Readonly<PmdEntry> | undefined {
    return this.pmds.size > 0 ? this.pmds.get(tableIndex(va)) : undefined;
  }

  set(va: number, pfn: number, info: number, since: number): void {
    if (this.leftOut) return;
    const index = tableIndex(va);
    let leaf = this.leaves.get(index);
    if (!leaf) {
      leaf = this.cells.newLeaf();
      this.removeHuge(index);
    }
    if (this.cells.set(leaf, slotOf(va), pfn, info, since)) this.leaves.put(index, leaf);
    this.journal?.pte(pageOf(va));
    if (this.watch && pfn >= 0) this.watch(pfn, va);
  }

  /** Sets nr consecutive pages; pfn -1 stays -1. */
  setRun(va: number, pfn: number, nr: number, info: number, since: number): void {
    for (let i = 0; i < nr; i++) this.set(va + i * PAGE_SIZE, pfn < 0 ? -1 : pfn + i, info, since);
  }

  /** Changes the attributes of the entry at va, if there is one. */
  update(va: number, info: number): void {
    const leaf = this.leaves.get(tableIndex(va));
    if (!leaf) return;
    const at = this.cells.find(leaf, slotOf(va));
    if (at < 0) return;
    this.cells.mark(at, info);
    this.journal?.pte(pageOf(va));
  }

  /** Changes the attributes of what maps va: its PTE, or the PMD entry it lies in. */
  change(va: number, to: (info: number) => number): void {
    const pmd = this.pmdAt(va);
    if (pmd) this.setPmd(va, pmd.pfn, to(pmd.info), pmd.since);
    else if (this.infoAt(va) >= 0) this.update(va, to(this.infoAt(va)));
  }

  setPmd(va: number, pfn: number, info: number, since: number): void {
    if (this.leftOut) return;
    const index = tableIndex(va);
    this.dropLeaf(index);
    this.pmds.set(index, { pfn, info, since });
    this.journal?.pmd(index);
    if (this.watch && pfn >= 0) this.watch(pfn, index * PMD_SIZE);
  }

  /** Removes the PTE at va; false when there was none. */
  remove(va: number): boolean {
    const index = tableIndex(va);
    const leaf = this.leaves.get(index);
    if (!leaf) return false;
    const at = this.cells.find(leaf, slotOf(va));
    if (at < 0) return false;
    this.cells.removeAt(leaf, at, at + 1);
    if (leaf.n === 0) this.dropLeaf(index);
    else this.leaves.put(index, leaf);
    this.journal?.pte(pageOf(va));
    return true;
  }

  removePmd(va: number): boolean {
    return this.removeHuge(tableIndex(va));
  }

  private removeHuge(index: number): boolean {
    if (this.pmds.size === 0 || !this.pmds.delete(index)) return false;
    this.journal?.pmd(index);
    return true;
  }

  private dropLeaf(index: number): void {
    const leaf = this.leaves.get(index);
    if (!leaf) return;
    if (this.journal)
      for (let at = 0; at < leaf.n; at++) this.journal.pte(index * 512 + (this.cells.marks[leaf.first + at] >>> 16));
    this.cells.drop(leaf);
    this.leaves.delete(index);
  }

  /** Turns a PMD entry into 512 PTEs of the same pages; one set before `doubtBefore` stays doubtful. */
  splitPmd(va: number, since: number, doubtBefore = 0): boolean {
    const index = tableIndex(va);
    const pmd = this.pmds.get(index);
    if (!pmd) return false;
    this.removeHuge(index);
    const info = pmd.since < doubtBefore ? withCertainty(pmd.info, Sure.doubtful) : pmd.info;
    this.setRun(index * PMD_SIZE, pmd.pfn, 512, info, since);
    return true;
  }

  /** Visits the entries in [start, end) in address order; a PMD entry is visited when any of its pages is inside. */
  visit(start: number, end: number, visitor: EntryVisitor): void {
    if (end <= start || (this.leaves.size === 0 && this.pmds.size === 0)) return;
    for (const index of this.tablesIn(start, end)) {
      const base = index * PMD_SIZE;
      const pmd = this.pmds.get(index);
      if (pmd && visitor(base, pmd.pfn, pmd.info, pmd.since, 512)) this.removeHuge(index);
      const leaf = this.leaves.get(index);
      if (!leaf) continue;
      const from = start > base ? Math.floor((start - base) / PAGE_SIZE) : 0;
      const to = end < base + PMD_SIZE ? Math.ceil((end - base) / PAGE_SIZE) : 512;
      if (!this.visitLeaf(leaf, base, from, to, visitor)) continue;
      if (leaf.n === 0) this.dropLeaf(index);
      else this.leaves.put(index, leaf);
    }
  }

  /** Visits the entries of a leaf in the slots [from, to), and drops those for which the visitor says so; gives whether there were any. */
  private visitLeaf(leaf: Leaf, base: number, from: number, to: number, visitor: EntryVisitor): boolean {
    const { cells, journal } = this;
    let at = cells.find(leaf, from);
    if (at < 0) at = ~at;
    let keep = at;
    for (; at < leaf.first + leaf.n; at++) {
      const { marks, pairs } = cells;
      const slot = marks[at] >>> 16;
      if (slot >= to) break;
      const va = base + slot * PAGE_SIZE;
      if (visitor(va, pairs[2 * at], marks[at] & 0xffff, pairs[2 * at + 1], 1)) {
        journal?.pte(pageOf(va));
        continue;
      }
      if (keep !== at) cells.copy(keep, at);
      keep++;
    }
    if (keep === at) return false;
    cells.removeAt(leaf, keep, at);
    return true;
  }

  /** Indices of tables with entries that overlap [start, end), ascending. */
  tablesIn(start: number, end: number): number[] {
    const first = tableIndex(start);
    const last = Math.ceil(end / PMD_SIZE);
    const found: number[] = [];
    if (last - first <= this.leaves.size + this.pmds.size) {
      for (let i = first; i < last; i++) if (this.leaves.has(i) || this.pmds.has(i)) found.push(i);
      return found;
    }
    this.leaves.each((i) => {
      if (i >= first && i < last) found.push(i);
    });
    for (const i of this.pmds.keys()) if (i >= first && i < last) found.push(i);
    return found.sort((a, b) => a - b);
  }

  /** Drops everything in [start, end); a PMD entry that is only partly inside is split first. */
  drop(start: number, end: number, since: number): void {
    this.splitEdges(start, end, since);
    this.visit(start, end, () => true);
  }

  /** Splits the PMD entries that straddle start or end. */
  splitEdges(start: number, end: number, since: number): void {
    for (const edge of [start, end]) if (edge % PMD_SIZE !== 0) this.splitPmd(edge, since);
  }

  /** All entries as values, in address order, optionally only those in [start, end). */
  *entries(doubtBefore: number, start = 0, end = Number.MAX_SAFE_INTEGER): Generator<Entry> {
    for (const index of this.tablesIn(start, end)) {
      const base = index * PMD_SIZE;
      const pmd = this.pmds.get(index);
      if (pmd) yield entryOf(base, pmd.pfn, pmd.info, pmd.since, 'pmd', doubtBefore);
      const leaf = this.leaves.get(index);
      if (!leaf) continue;
      for (let at = leaf.first; at < leaf.first + leaf.n; at++) {
        const { marks, pairs } = this.cells;
        const va = base + (marks[at] >>> 16) * PAGE_SIZE;
        if (va < start || va >= end) continue;
        yield entryOf(va, pairs[2 * at], marks[at] & 0xffff, pairs[2 * at + 1], 'pte', doubtBefore);
      }
    }
  }

  /** Number of entries of the PTE table with this index that are not none. */
  used(index: number): number {
    return this.leaves.get(index)?.n ?? 0;
  }

  /** Moves what is in [from, from+len) to `to`; what is at the target is replaced. PMD entries move whole. */
  move(from: number, to: number, len: number): void {
    this.moveTo(this, from, to, len);
  }

  private moveTo(target: PageTable, from: number, to: number, len: number): void {
    const moved: [number, number, number, number, number][] = [];
    this.visit(from, from + len, (va, pfn, info, since, pages) => {
      if (pages === 512 && (va < from || va + PMD_SIZE > from + len)) return false;
      moved.push([va, pfn, info, since, pages]);
      return true;
    });
    for (const [va, pfn, info, since, pages] of moved) {
      if (pages === 512) target.setPmd(va - from + to, pfn, info, since);
      else target.set(va - from + to, pfn, info, since);
    }
  }

  /** Copies what is in [start, end) into `child` as fork does; `change` gives the child's attributes, -1 to leave it out. */
  copyTo(
    child: PageTable,
    start: number,
    end: number,
    since: number,
    change: (info: number, va: number, since: number) => number,
  ): void {
    if (this.partial) child.partial = true;
    this.visit(start, end, (va, pfn, info, set, pages) => {
      const copied = change(info, va, set);
      if (copied < 0) return false;
      if (pages === 512) child.setPmd(va, pfn, copied, since);
      else child.set(va, pfn, copied, since);
      return false;
    });
  }

  /** The address in [start, end) whose present PTE maps pfn; the lowest, or -1. */
  findPfn(pfn: number, start: number, end: number): number {
    let found = -1;
    this.visit(start, end, (va, mapped, info) => {
      if (found < 0 && mapped === pfn && typeOf(info) === Type.present) found = va;
      return false;
    });
    return found;
  }
}
