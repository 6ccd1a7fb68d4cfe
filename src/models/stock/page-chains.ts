/** A link is four numbers that lie together: whatever is looked at of it costs one cache line, not four. */
const linkSize = 4;
const atPfn = 0;
const atOwner = 1;
const atVa = 2;
const atNext = 3;

/**
 * Lists of (owner, va) by pfn: a table with open addressing whose slots hold the first link of each list. Millions of
 * pages are usual, and a Map of arrays takes ten times the memory and three times the time.
 */
export class PageChains {
  private mask = 255;
  /** Where the first link lies; 0 where the slot is empty. */
  private heads = new Uint32Array(256);
  private used = 0;
  private links = new Float64Array(256 * linkSize);
  private end = linkSize;
  private freeLink = 0;

  add(pfn: number, owner: number, va: number): void {
    let slot = this.slotOf(pfn);
    const head = this.heads[slot];
    if (head !== 0 && this.links[head + atOwner] === owner && this.links[head + atVa] === va) return;
    const link = this.newLink();
    const { links } = this;
    links[link + atPfn] = pfn;
    links[link + atOwner] = owner;
    links[link + atVa] = va;
    links[link + atNext] = head;
    if (head === 0) {
      if (this.used * 5 > this.mask * 3) {
        this.grow();
        slot = this.slotOf(pfn);
      }
      this.used++;
    }
    this.heads[slot] = link;
  }

  /** Gives and forgets the list of a page, what was added last first. */
  take(pfn: number, give: (owner: number, va: number) => void): void {
    const slot = this.slotOf(pfn);
    let link = this.heads[slot];
    if (link === 0) return;
    this.remove(slot);
    while (link !== 0) {
      const after = this.links[link + atNext];
      give(this.links[link + atOwner], this.links[link + atVa]);
      this.links[link + atNext] = this.freeLink;
      this.freeLink = link;
      link = after;
    }
  }

  /** The slot of the page, or the empty one where it would go. */
  private slotOf(pfn: number): number {
    const { heads, links, mask } = this;
    let slot = hash(pfn) & mask;
    while (heads[slot] !== 0 && links[heads[slot] + atPfn] !== pfn) slot = (slot + 1) & mask;
    return slot;
  }

  /** Empties a slot, and moves back what was put behind it for want of room. */
  private remove(slot: number): void {
    const { heads, links, mask } = this;
    this.used--;
    let hole = slot;
    for (let at = (slot + 1) & mask; heads[at] !== 0; at = (at + 1) & mask) {
      const home = hash(links[heads[at] + atPfn]) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      heads[hole] = heads[at];
      hole = at;
    }
    heads[hole] = 0;
  }

  private grow(): void {
    const { heads } = this;
    this.mask = this.mask * 2 + 1;
    this.heads = new Uint32Array(this.mask + 1);
    for (let i = 0; i < heads.length; i++) {
      if (heads[i] !== 0) this.heads[this.slotOf(this.links[heads[i] + atPfn])] = heads[i];
    }
  }

  private newLink(): number {
    if (this.freeLink !== 0) {
      const link = this.freeLink;
      this.freeLink = this.links[link + atNext];
      return link;
    }
    if (this.end === this.links.length) {
      const { links } = this;
      this.links = new Float64Array(this.end * 2);
      this.links.set(links);
    }
    const link = this.end;
    this.end += linkSize;
    return link;
  }
}

function hash(pfn: number): number {
  let x = Math.imul(pfn | 0, 0x9e3779b1) ^ Math.floor(pfn / 0x1_0000_0000);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return x ^ (x >>> 13);
}
