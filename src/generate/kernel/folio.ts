import type { MappedFile } from './file.ts';
import type { AnonRoot } from './vma.ts';

export type FolioKind = 'anon' | 'file' | 'shmem' | 'ksm';

/** A folio from its allocation to its free: one page, or 2^order of them. */
export class Folio {
  refs = 1;
  /** FOLL_PIN pins. */
  pins = 0;
  /** Mappings per page by PTEs. */
  readonly mapcount: Int32Array;
  /** Mappings of the whole by PMD entries. */
  entireMapcount = 0;
  /** PG_anon_exclusive per page. */
  readonly exclusive: Uint8Array;
  dirty = false;
  uptodate = true;
  /** PG_referenced, of the classic LRU. */
  referenced = false;
  locked = false;
  lru = false;
  writeback = false;
  hwpoison = false;
  /** Offset in swap of the entry it is the cache of; 0 where it is not in the swap cache. */
  swapEntry = 0;
  inPageCache = false;
  /** Its file, for page-cache folios. */
  file: MappedFile | null = null;
  /** Whose pages it may be, for anonymous folios. */
  anon: AnonRoot | null = null;
  /** anon_vma pointer of the first mapping, as printed; 16 digits. */
  anonVma = '0';
  /** Page index in the file, or in the address space for anonymous pages. */
  index = 0;
  freed = false;
  /** What the page holds, for KSM: equal values are equal pages. */
  content = 0;
  readonly pfn: number;
  readonly order: number;
  kind: FolioKind;

  constructor(pfn: number, order: number, kind: FolioKind) {
    this.pfn = pfn;
    this.order = order;
    this.kind = kind;
    this.mapcount = new Int32Array(1 << order);
    this.exclusive = new Uint8Array(1 << order);
  }

  get pages(): number {
    return 1 << this.order;
  }

  /** Mappings of page `sub`, by PTE or PMD. */
  mapped(sub: number): number {
    return (this.mapcount[sub] ?? 0) + this.entireMapcount;
  }

  /** Mappings of all its pages together, a PMD mapping counting once. */
  get totalMapcount(): number {
    if (this.order === 0) return this.mapcount[0] as number;
    let sum = this.entireMapcount;
    for (const n of this.mapcount) sum += n;
    return sum;
  }

  get isMapped(): boolean {
    return this.totalMapcount > 0;
  }

  /** folio_maybe_dma_pinned(). */
  get maybePinned(): boolean {
    return this.order > 0 ? this.pins > 0 : this.refs >= 1024;
  }

  /** The struct page flags word, as a kernel with this vocabulary would print it. */
  flags(text: '6.1' | '6.12' | '7.2', sub: number): number {
    const swapBacked = this.kind !== 'file';
    const on = (cond: boolean, bit: number): number => (cond ? bit : 0);
    let bits: number;
    if (text === '6.1') {
      bits =
        on(this.locked, 0x1) |
        on(this.referenced, 0x2) |
        on(this.uptodate, 0x4) |
        on(this.dirty, 0x8) |
        on(this.lru, 0x10) |
        on(this.writeback, 0x8000) |
        on(this.order > 0, 0x10000) |
        on(this.exclusive[sub] === 1, 0x20000) |
        on(swapBacked, 0x80000);
    } else {
      bits =
        on(this.locked, 0x1) |
        on(this.writeback, 0x2) |
        on(this.referenced, 0x4) |
        on(this.uptodate, 0x8) |
        on(this.dirty, 0x10) |
        on(this.lru, 0x20) |
        on(this.order > 0, 0x40) |
        on(this.exclusive[sub] === 1, 0x800) |
        on(swapBacked, 0x20000);
    }
    return 0xfffffc0000000 + bits;
  }
}
