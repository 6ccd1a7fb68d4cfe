import { type Changes, GONE } from './table-changes.ts';

/** Gathers entries by ascending page number into PTE tables. */
export class TableBuilder {
  private readonly indices: number[] = [];
  private readonly counts: number[] = [];
  private readonly slot: Uint16Array;
  private readonly pfn: Float64Array;
  private readonly info: Uint16Array;
  private readonly since: Float64Array;
  private n = 0;
  private index = -1;

  /** `most`: how many entries there may be. */
  constructor(most: number) {
    this.slot = new Uint16Array(most);
    this.pfn = new Float64Array(most);
    this.info = new Uint16Array(most);
    this.since = new Float64Array(most);
  }

  add(page: number, pfn: number, info: number, since: number): void {
    const index = Math.floor(page / 512);
    if (index !== this.index) {
      this.index = index;
      this.indices.push(index);
      this.counts.push(0);
    }
    this.counts[this.counts.length - 1]++;
    this.slot[this.n] = page - index * 512;
    this.pfn[this.n] = pfn;
    this.info[this.n] = info;
    this.since[this.n] = since;
    this.n++;
  }

  /** Adds what a page changed to, unless it is gone. */
  addChange({ page, pfn, info, since }: Changes, at: number): void {
    if (info[at] !== GONE) this.add(page[at], pfn[at], info[at], since[at]);
  }

  take() {
    const { n } = this;
    return {
      indices: Float64Array.from(this.indices),
      counts: Uint16Array.from(this.counts),
      slot: this.slot.subarray(0, n),
      pfn: this.pfn.subarray(0, n),
      info: this.info.subarray(0, n),
      since: this.since.subarray(0, n),
    };
  }
}
