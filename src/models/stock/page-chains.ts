import { PAGE_SIZE } from '../page-table/page-table.ts';
import { BlockIndex } from './block-index.ts';

/** A link is four words that lie together: its owner + 1 (0: none), the page of its address, and where the next link lies (0: nowhere). */
const wordsPerLink = 4;
const atOwner = 0;
const atLow = 1;
const atHigh = 2;
const atNext = 3;
/** So many pages lie side by side, by pfn, each with its first link. */
const pagesPerBlock = 16;
const wordsPerBlock = pagesPerBlock * wordsPerLink;
const TWO_32 = 0x1_0000_0000;

/**
 * Lists of (owner, va) by pfn. Most pages have one link, which is found by the pfn itself in a block of neighbours: frames are handed out
 * nearly in order, and freed at random, so that all that is looked at of a page should be one cache line. A hash table of links by
 * pfn, with lines of its own and of the links behind it, took 2.7 s of a fold of 18 s.
 */
export class PageChains {
  private readonly blocks = new BlockIndex();
  private words = new Uint32Array(wordsPerBlock * 4);
  /** Pages with a link, by block. */
  private counts = new Uint8Array(4);
  /** What lies before the first block is nowhere. */
  private end = wordsPerBlock;
  private freeBlock = 0;
  private freeLink = 0;

  /** Adds an address that maps the page; the offset in its page is forgotten. */
  add(pfn: number, owner: number, va: number): void {
    const number = Math.floor(pfn / pagesPerBlock);
    const first = (this.blocks.get(number) || this.addBlock(number)) + (pfn - number * pagesPerBlock) * wordsPerLink;
    const page = Math.floor(va / PAGE_SIZE);
    const low = page >>> 0;
    const high = Math.floor(page / TWO_32) >>> 0;
    let { words } = this;
    let next = 0;
    if (words[first + atOwner] === 0) this.counts[blockOf(first)]++;
    else {
      if (words[first + atOwner] === owner + 1 && words[first + atLow] === low && words[first + atHigh] === high) return;
      next = this.newLink();
      words = this.words;
      words.copyWithin(next, first, first + wordsPerLink);
    }
    words[first + atOwner] = owner + 1;
    words[first + atLow] = low;
    words[first + atHigh] = high;
    words[first + atNext] = next;
  }

  /** Gives and forgets the list of a page, what was added last first. */
  take(pfn: number, give: (owner: number, va: number) => void): void {
    const number = Math.floor(pfn / pagesPerBlock);
    const block = this.blocks.get(number);
    if (block === 0) return;
    const first = block + (pfn - number * pagesPerBlock) * wordsPerLink;
    const owner = this.words[first + atOwner];
    if (owner === 0) return;
    const va = this.vaOf(first);
    let link = this.words[first + atNext];
    this.words[first + atOwner] = 0;
    if (--this.counts[blockOf(block)] === 0) this.dropBlock(number, block);
    give(owner - 1, va);
    while (link !== 0) {
      const after = this.words[link + atNext];
      give(this.words[link + atOwner] - 1, this.vaOf(link));
      this.words[link + atNext] = this.freeLink;
      this.freeLink = link;
      link = after;
    }
  }

  private vaOf(link: number): number {
    const { words } = this;
    return ((words[link + atHigh] | 0) * TWO_32 + words[link + atLow]) * PAGE_SIZE;
  }

  private addBlock(number: number): number {
    const block = this.newBlock();
    this.blocks.add(number, block);
    return block;
  }

  private dropBlock(number: number, block: number): void {
    this.blocks.delete(number);
    this.words[block + atNext] = this.freeBlock;
    this.freeBlock = block;
  }

  /** A block without owners. */
  private newBlock(): number {
    const free = this.freeBlock;
    if (free !== 0) {
      this.freeBlock = this.words[free + atNext];
      return free;
    }
    if (this.end === this.words.length) this.grow();
    const block = this.end;
    this.end += wordsPerBlock;
    return block;
  }

  /** A link of a page that has one already. */
  private newLink(): number {
    if (this.freeLink === 0) {
      const block = this.newBlock();
      for (let link = block; link < block + wordsPerBlock; link += wordsPerLink) {
        this.words[link + atNext] = this.freeLink;
        this.freeLink = link;
      }
    }
    const link = this.freeLink;
    this.freeLink = this.words[link + atNext];
    return link;
  }

  private grow(): void {
    const { words, counts } = this;
    this.words = new Uint32Array(words.length * 2);
    this.words.set(words);
    this.counts = new Uint8Array(counts.length * 2);
    this.counts.set(counts);
  }
}

const blockOf = (link: number): number => Math.floor(link / wordsPerBlock);
