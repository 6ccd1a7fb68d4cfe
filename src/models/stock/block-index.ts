/** Where blocks lie, by their number: a table with open addressing. 0 is where nothing lies. */
export class BlockIndex {
  private mask = 255;
  private numbers = new Float64Array(256);
  private places = new Uint32Array(256);
  private used = 0;

  /** 0 where the block is not known. */
  get(number: number): number {
    return this.places[this.slotOf(number)];
  }

  /** Adds a block that is not known. */
  add(number: number, place: number): void {
    if (this.used * 5 > this.mask * 3) this.grow();
    const slot = this.slotOf(number);
    this.numbers[slot] = number;
    this.places[slot] = place;
    this.used++;
  }

  /** Forgets a block that is known, and moves back what was put behind it for want of room. */
  delete(number: number): void {
    const { numbers, places, mask } = this;
    let hole = this.slotOf(number);
    for (let at = (hole + 1) & mask; places[at] !== 0; at = (at + 1) & mask) {
      const home = hash(numbers[at]) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      numbers[hole] = numbers[at];
      places[hole] = places[at];
      hole = at;
    }
    places[hole] = 0;
    this.used--;
  }

  /** The slot of the block, or the empty one where it would go. */
  private slotOf(number: number): number {
    const { numbers, places, mask } = this;
    let slot = hash(number) & mask;
    while (places[slot] !== 0 && numbers[slot] !== number) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { numbers, places } = this;
    this.mask = this.mask * 2 + 1;
    this.numbers = new Float64Array(this.mask + 1);
    this.places = new Uint32Array(this.mask + 1);
    for (let i = 0; i < places.length; i++) {
      if (places[i] === 0) continue;
      const slot = this.slotOf(numbers[i]);
      this.numbers[slot] = numbers[i];
      this.places[slot] = places[i];
    }
  }
}

function hash(number: number): number {
  let x = Math.imul(number | 0, 0x9e3779b1) ^ Math.floor(number / 0x1_0000_0000);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return x ^ (x >>> 13);
}
