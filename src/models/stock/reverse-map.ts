import type { Mm } from '../address-space/mm.ts';
import type { PageCall } from '../page-table/page-call.ts';
import { PageChains } from './page-chains.ts';
import type { PageSet } from './page-set.ts';

/** How many address spaces come between two looks for those that are gone. */
const SWEEP_EVERY = 256;

/**
 * Which address spaces map a page, for traces in which a page's end is told by pfn alone. It follows the page tables: what
 * it names may have been unmapped since, and must be looked at, but nothing that maps the page is missing.
 */
export class ReverseMap {
  private readonly owners: (Mm | null)[] = [];
  private chains = new PageChains();
  /** The pages it knows: null all of them, else those of the set and those mapped since a restore. */
  private known: PageSet | null = null;
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

  /** Is there something it would have to look for in the page tables? */
  get isBehind(): boolean {
    return !this.built || this.known !== null;
  }

  /** After a restore: only these pages will be asked for in what comes next, so that only they need to be found. */
  expect(pages: PageSet): void {
    if (this.isBehind) this.build(pages);
  }

  /** Tells and forgets every address that may map the page. */
  take(pfn: number, tell: (mm: Mm, va: number) => void): void {
    if (!this.built || this.known?.has(pfn) === false) this.build(null);
    this.chains.take(pfn, (owner, va) => {
      const mm = this.owners[owner];
      if (mm) tell(mm, va);
    });
  }

  private build(pages: PageSet | null): void {
    this.chains = new PageChains();
    // Page tables that are still to be read are read here: what they hold is told below, not while they are read.
    this.built = false;
    const search = new PageSearch(pages, this.chains);
    for (const [owner, mm] of this.owners.entries()) {
      search.owner = owner;
      mm?.pt.eachPage(search);
    }
    this.built = true;
    this.known = pages;
  }
}

/** Adds what page tables tell of some pages. */
class PageSearch implements PageCall {
  readonly pages: PageSet | null;
  /** Whose page table is telling. */
  owner = 0;
  private readonly chains: PageChains;

  constructor(pages: PageSet | null, chains: PageChains) {
    this.pages = pages;
    this.chains = chains;
  }

  tell(pfn: number, va: number): void {
    this.chains.add(pfn, this.owner, va);
  }
}
