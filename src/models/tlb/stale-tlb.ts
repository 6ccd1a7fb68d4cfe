/** A translation that CPUs may still use though its entry no longer gives it; gone with the flush that covers it. */
export interface Stale {
  readonly mm: number;
  readonly va: number;
  readonly pfn: number;
  /** Pages it translates. */
  readonly nr: number;
  /** A CPU that has it may store through it. */
  readonly writable: boolean;
  /** The entry's dirty bit was set: a store through it is not seen by anybody. */
  readonly dirty: boolean;
  /** Number of the event that made it stale, and why (whyWords). */
  readonly since: number;
  readonly why: number;
}

/** All stale translations, by address space and by page. */
export class StaleTlb {
  private readonly byMm = new Map<number, Stale[]>();
  private readonly byPfn = new Map<number, Stale[]>();

  add(stale: Stale): void {
    push(this.byMm, stale.mm, stale);
    push(this.byPfn, stale.pfn, stale);
  }

  /** A flush of [start, end) that began at event `since`: what became stale later stays. */
  flush(mm: number, start: number, end: number, since: number): void {
    const list = this.byMm.get(mm);
    if (!list) return;
    let kept = 0;
    for (const stale of list) {
      const covered = stale.since < since && stale.va < end && stale.va + stale.nr * 4096 > start;
      if (covered) this.drop(stale);
      else list[kept++] = stale;
    }
    list.length = kept;
    if (kept === 0) this.byMm.delete(mm);
  }

  /** Stale translations of a page; huge ones are found by their first page. */
  ofPfn(pfn: number): readonly Stale[] {
    return this.byPfn.get(pfn) ?? none;
  }

  ofMm(mm: number): readonly Stale[] {
    return this.byMm.get(mm) ?? none;
  }

  forget(mm: number): void {
    for (const stale of this.byMm.get(mm) ?? none) this.drop(stale);
    this.byMm.delete(mm);
  }

  private drop(stale: Stale): void {
    const list = this.byPfn.get(stale.pfn);
    if (!list) return;
    const at = list.indexOf(stale);
    if (at >= 0) list.splice(at, 1);
    if (list.length === 0) this.byPfn.delete(stale.pfn);
  }
}

const none: readonly Stale[] = [];

function push(map: Map<number, Stale[]>, key: number, stale: Stale): void {
  const list = map.get(key);
  if (list) list.push(stale);
  else map.set(key, [stale]);
}
