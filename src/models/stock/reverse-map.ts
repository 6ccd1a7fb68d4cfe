import type { Mm } from '../address-space/mm.ts';
import { PageChains } from './page-chains.ts';

/** How many address spaces come between two looks for those that are gone. */
const SWEEP_EVERY = 256;

/** One address that may map a page. */
export interface Mapping {
  readonly mm: Mm;
  readonly va: number;
}

/**
 * Which address spaces map a page, for traces in which a page's end is told by pfn alone. It follows the page tables: what
 * it names may have been unmapped since, and must be looked at, but nothing that maps the page is missing.
 */
export class ReverseMap {
  private readonly owners: (Mm | null)[] = [];
  private readonly chains = new PageChains();
  /** False from a restore until somebody asks: the page tables hold all it needs. */
  private built = true;

  /** From now on what this mm maps is followed. */
  adopt(mm: Mm, isLive: (mm: Mm) => boolean): void {
    const owner = this.owners.push(mm) - 1;
    mm.pt.watch = (pfn, va) => {
      if (this.built) this.chains.add(pfn, owner, va);
    };
    if (this.owners.length % SWEEP_EVERY !== 0) return;
    for (const [i, each] of this.owners.entries()) if (each && !isLive(each)) this.owners[i] = null;
  }

  /** Puts off the reading of the adopted page tables to when it is asked. */
  rebuildLater(): void {
    this.built = false;
  }

  /** Removes and returns what may map the page. */
  take(pfn: number): readonly Mapping[] {
    if (!this.built) this.build();
    const found: Mapping[] = [];
    this.chains.take(pfn, (owner, va) => {
      const mm = this.owners[owner];
      if (mm) found.push({ mm, va });
    });
    return found;
  }

  private build(): void {
    this.built = true;
    for (const [owner, mm] of this.owners.entries()) {
      mm?.pt.visit(0, Number.MAX_SAFE_INTEGER, (va, pfn) => {
        if (pfn >= 0) this.chains.add(pfn, owner, va);
        return false;
      });
    }
  }
}
