/**
 * Lists of (owner, va) by pfn: a table with open addressing whose slots hold the first link of each list. Millions of
 * pages are usual, and a Map of arrays takes ten times the memory and three times the time.
 */
export class PageChains {
  private mask = 255;
  private keys = new Float64Array(256);
  /** Link number + 1 of the first link; 0 where the slot is empty. */
  private heads = new Int32Array(256);
  private used = 0;
  private owner = new Uint32Array(256);
  private va = new Float64Array(256);
  private next = new Int32Array(256);
  private end = 1;
  private freeLink = 0;

  add(pfn: number, owner: number, va: number): void {
    let slot = this.slotOf(pfn);
    const head = this.heads[slot];
    if (head !== 0 && this.owner[head] === owner && this.va[head] === va) return;
    const link = this.newLink();
    this.owner[link] = owner;
    this.va[link] = va;
    this.next[link] = head;
    if (head === 0) {
      if (this.used * 5 > this.mask * 3) {
        this.grow();
        slot = this.slotOf(pfn);
      }
      this.used++;
      this.keys[slot] = pfn;
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
      const after = this.next[link];
      give(this.owner[link], this.va[link]);
      this.next[link] = this.freeLink;
      this.freeLink = link;
      link = after;
    }
  }

  /** The slot of the page, or the empty one where it would go. */
  private slotOf(pfn: number): number {
    const { keys, heads, mask } = this;
    let slot = hash(pfn) & mask;
    while (heads[slot] !== 0 && keys[slot] !== pfn) slot = (slot + 1) & mask;
    return slot;
  }

  /** Empties a slot, and moves back what was put behind it for want of room. */
  private remove(slot: number): void {
    const { keys, heads, mask } = this;
    this.used--;
    let hole = slot;
    for (let at = (slot + 1) & mask; heads[at] !== 0; at = (at + 1) & mask) {
      const home = hash(keys[at]) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      keys[hole] = keys[at];
      heads[hole] = heads[at];
      hole = at;
    }
    heads[hole] = 0;
  }

  private grow(): void {
    const { keys, heads } = this;
    this.mask = this.mask * 2 + 1;
    this.keys = new Float64Array(this.mask + 1);
    this.heads = new Int32Array(this.mask + 1);
    for (let i = 0; i < heads.length; i++) {
      if (heads[i] === 0) continue;
      const slot = this.slotOf(keys[i]);
      this.keys[slot] = keys[i];
      this.heads[slot] = heads[i];
    }
  }

  private newLink(): number {
    if (this.freeLink !== 0) {
      const link = this.freeLink;
      this.freeLink = this.next[link];
      return link;
    }
    if (this.end === this.owner.length) {
      const [owner, va, next] = [this.owner, this.va, this.next];
      this.owner = new Uint32Array(this.end * 2);
      this.va = new Float64Array(this.end * 2);
      this.next = new Int32Array(this.end * 2);
      this.owner.set(owner);
      this.va.set(va);
      this.next.set(next);
    }
    return this.end++;
  }
}

function hash(pfn: number): number {
  let x = Math.imul(pfn | 0, 0x9e3779b1) ^ Math.floor(pfn / 0x1_0000_0000);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return x ^ (x >>> 13);
}
