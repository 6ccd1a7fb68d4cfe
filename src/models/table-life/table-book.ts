/** PREALLOC: nobody can reach it. LINKED under a PMD entry. PARKED under a huge page. DETACHED: no entry points to it. */
export type TableState = 'prealloc' | 'linked' | 'parked' | 'detached';

/** One PTE table page from its allocation or link to its free. */
export interface Table {
  readonly pfn: number;
  mm: number;
  /** va / 2 MiB of what it maps; -1 not known. */
  index: number;
  state: TableState;
  /** Entries that are not none; -1 where they were not followed from the link on. */
  used: number;
  readonly since: number;
  linkedAt: number;
  /** Time (ns) since when it is empty; -1 while it is not. */
  emptySince: number;
  unlinkedAt: number;
  /** Tasks inside without locks, and since which event. */
  readonly walkers: Map<number, number>;
  /** Holder of its page-table lock, 0 nobody. */
  lockedBy: number;
  /** pte_refcount where the kernel keeps one; -1 not said. */
  refs: number;
  /** Tables that were installed at the same place at the same time, itself too: all but one lost. null: it is alone. */
  rivals: Set<Table> | null;
  /** It was used: it is the one that is linked. */
  proven: boolean;
}

/** All PTE tables by pfn, and which is linked where. */
export class TableBook {
  readonly byPfn = new Map<number, Table>();
  private readonly places = new Map<number, Map<number, Table>>();

  make(pfn: number, mm: number, state: TableState, since: number): Table {
    const table: Table = {
      pfn,
      mm,
      index: -1,
      state,
      used: -1,
      since,
      linkedAt: 0,
      emptySince: -1,
      unlinkedAt: 0,
      walkers: new Map(),
      lockedBy: 0,
      refs: -1,
      rivals: null,
      proven: false,
    };
    this.byPfn.set(pfn, table);
    return table;
  }

  /** The table that is linked at (mm, index). */
  at(mm: number, index: number): Table | undefined {
    return this.places.get(mm)?.get(index);
  }

  place(table: Table, index: number): void {
    table.index = index;
    let of = this.places.get(table.mm);
    if (!of) {
      of = new Map();
      this.places.set(table.mm, of);
    }
    of.set(index, table);
  }

  unplace(table: Table): void {
    const of = this.places.get(table.mm);
    if (of?.get(table.index) === table) of.delete(table.index);
  }

  /** Linked and parked tables of an mm. */
  *ofMm(mm: number): Generator<Table> {
    for (const table of this.byPfn.values()) {
      if (table.mm === mm && (table.state === 'linked' || table.state === 'parked')) yield table;
    }
  }

  /** Two tables were installed at one place: which of them lost shows later. */
  contest(there: Table, table: Table): void {
    const rivals = there.rivals ?? new Set([there]);
    rivals.add(table);
    there.rivals = rivals;
    table.rivals = rivals;
  }

  remove(pfn: number): void {
    const table = this.byPfn.get(pfn);
    if (!table) return;
    this.unplace(table);
    this.byPfn.delete(pfn);
    this.concede(table);
  }

  /** The table no longer contests its place; who is left alone there has won it. */
  concede(table: Table): void {
    const { rivals } = table;
    table.rivals = null;
    if (!rivals) return;
    rivals.delete(table);
    if (rivals.size !== 1) return;
    for (const winner of rivals) {
      winner.rivals = null;
      if (winner.state === 'linked' && winner.index >= 0) this.place(winner, winner.index);
    }
  }

  clear(): void {
    this.byPfn.clear();
    this.places.clear();
  }

  forgetMm(mm: number): void {
    this.places.delete(mm);
    for (const [pfn, table] of this.byPfn) if (table.mm === mm) this.byPfn.delete(pfn);
  }
}
