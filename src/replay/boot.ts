import type { EventBatch } from '../events/batch.ts';
import type { Boot, KernelTraits } from '../events/define.ts';
import type { Shape } from '../events/shape.ts';

/** Where struct page of pfn 0 would lie, and how large a struct page is. */
export interface PageMap {
  readonly base: number;
  readonly size: number;
}

/** What is known of the boot; `pages` is null until the trace tells. */
export class BootFacts implements Boot {
  readonly kernel: KernelTraits;
  readonly pages: PageMap | null;

  constructor(kernel: KernelTraits, pages: PageMap | null) {
    this.kernel = kernel;
    this.pages = pages;
  }

  get knowsPages(): boolean {
    return this.pages !== null;
  }

  pfnOf(page: number): number {
    const { pages } = this;
    // A struct page pointer is a kernel address: as a signed word it is negative. A hashed one is not.
    if (!pages || page >= 0) return -1;
    const pfn = (page - pages.base) / pages.size;
    return pfn >= 0 && Number.isInteger(pfn) ? pfn : -1;
  }

  pagesBetween(first: number, second: number): number {
    const size = this.pages?.size ?? 64;
    return Math.floor((second - first) / size);
  }
}

/** How many agreeing pairs make the page map certain, and how much an indirect pair must outvote the next. */
const ENOUGH_PAIRS = 3;
const ENOUGH_VOTES = 12;

/**
 * Learns the page map from events that print a page and its pfn together (mm_page_alloc, mm_page_free, mm_lru_insertion),
 * or, where pointers of tracepoints are hashed, from a task's page allocation and the raw struct page that a probe
 * prints next within the same call.
 */
export class BootLearner {
  pages: PageMap | null = null;
  private first: { page: number; pfn: number } | null = null;
  private refused = 0;
  private pairs = new Map<string, number>();
  private votes = new Map<number, number>();
  private lastAlloc = new Map<number, number>();
  private plans: (Plan | null)[] = [];

  /** Reads one batch for evidence; returns true once the page map is known. */
  study(batch: EventBatch, shapes: readonly Shape[]): boolean {
    for (let i = 0; i < batch.n && !this.pages; i++) {
      const id = batch.shape[i];
      if (this.plans[id] === undefined) this.plans[id] = planFor(shapes[id]);
      const plan = this.plans[id];
      if (!plan) continue;
      const start = batch.argStart[i];
      const page = plan.page < 0 ? 0 : batch.args[start + plan.page];
      if (plan.pfn >= 0) {
        const pfn = batch.args[start + plan.pfn];
        // A report made elsewhere prints wrong struct pages: they agree with no page size, and the probes' own decide.
        if (page < 0) this.pair(page, pfn);
        if (plan.alloc) this.lastAlloc.set(batch.task[i], pfn);
      } else if (page < 0) {
        const pfn = this.lastAlloc.get(batch.task[i]);
        if (pfn !== undefined) this.vote(page - pfn * 64);
      }
    }
    return this.pages !== null;
  }

  private pair(page: number, pfn: number): void {
    const { first } = this;
    if (!first) {
      this.first = { page, pfn };
      return;
    }
    const size = (page - first.page) / (pfn - first.pfn);
    if (!Number.isInteger(size) || size <= 0 || size % 8 !== 0) {
      // The pair compared with may itself be the odd one.
      if (pfn !== first.pfn && ++this.refused > ENOUGH_PAIRS) this.startOver(page, pfn);
      return;
    }
    const base = page - pfn * size;
    const key = `${base}/${size}`;
    const n = (this.pairs.get(key) ?? 0) + 1;
    this.pairs.set(key, n);
    if (n >= ENOUGH_PAIRS) this.pages = { base, size };
    else if (this.pairs.size > 8) this.startOver(page, pfn);
  }

  private startOver(page: number, pfn: number): void {
    this.pairs.clear();
    this.refused = 0;
    this.first = { page, pfn };
  }

  private vote(base: number): void {
    const n = (this.votes.get(base) ?? 0) + 1;
    this.votes.set(base, n);
    if (n < ENOUGH_VOTES) return;
    for (const [other, m] of this.votes) if (other !== base && m * 3 > n) return;
    this.pages = { base, size: 64 };
  }
}

interface Plan {
  readonly page: number;
  readonly pfn: number;
  readonly alloc: boolean;
}

/** Probes that print the struct page just allocated by the same task. */
const rawPages: Readonly<Record<string, string>> = {
  pte_alloc_one__ret: 'ret',
  folio_add_new_anon_rmap: 'folio',
  page_add_new_anon_rmap: 'page',
};

function planFor(shape: Shape): Plan | null {
  const at = (name: string): number => shape.fields.findIndex((field) => field.name === name && field.format !== 'text');
  const raw = rawPages[shape.name];
  if (shape.probe) return raw && at(raw) >= 0 ? { page: at(raw), pfn: -1, alloc: false } : null;
  const pfn = at('pfn');
  if (pfn < 0) return null;
  const page = Math.max(at('page'), at('folio'));
  const alloc = shape.name === 'mm_page_alloc';
  return page >= 0 || alloc ? { page, pfn, alloc } : null;
}
