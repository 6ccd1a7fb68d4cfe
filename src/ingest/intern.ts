const EMPTY = -1;

/**
 * Gives equal byte strings equal small numbers (0, 1, 2 ...) without making a JS string of them: open addressing over
 * copies of the bytes. Holds at most `limit` strings, so that memory stays bounded however odd the input is.
 */
export class ByteInterner {
  readonly limit: number;
  size = 0;
  private slots: Int32Array;
  private mask: number;
  private hashes: Int32Array;
  private starts: Uint32Array;
  private arena: Uint8Array;

  constructor(limit: number) {
    this.limit = limit;
    this.slots = new Int32Array(1024).fill(EMPTY);
    this.mask = 1023;
    this.hashes = new Int32Array(512);
    this.starts = new Uint32Array(513);
    this.arena = new Uint8Array(8192);
  }

  /** The number of b[start..end), new if need be; -1 when it is new and `mayAdd` is false or the table is full. */
  intern(b: Uint8Array, start: number, end: number, mayAdd = true): number {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ b[i], 0x01000193);
    hash ^= hash >>> 15;
    const slots = this.slots;
    let slot = hash & this.mask;
    for (let id = slots[slot]; id !== EMPTY; id = slots[slot]) {
      if (this.hashes[id] === hash && this.lengthOf(id) === end - start && this.equals(id, b, start)) return id;
      slot = (slot + 1) & this.mask;
    }
    return mayAdd && this.size < this.limit ? this.add(b, start, end, hash, slot) : -1;
  }

  /** Length of string `id` in bytes. */
  lengthOf(id: number): number {
    return this.starts[id + 1] - this.starts[id];
  }

  /** Whether b holds string `id` at `start`; b may end before. */
  equals(id: number, b: Uint8Array, start: number): boolean {
    const arena = this.arena;
    const end = this.starts[id + 1];
    for (let i = this.starts[id]; i < end; i++) if (arena[i] !== b[start++]) return false;
    return true;
  }

  private add(b: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const id = this.size++;
    this.slots[slot] = id;
    if (id === this.hashes.length) this.growStrings();
    this.hashes[id] = hash;
    const at = this.starts[id];
    if (at + end - start > this.arena.length) {
      const arena = new Uint8Array(Math.max(this.arena.length * 2, at + end - start));
      arena.set(this.arena);
      this.arena = arena;
    }
    for (let i = start; i < end; i++) this.arena[at + i - start] = b[i];
    this.starts[id + 1] = at + end - start;
    if (this.size * 2 > this.mask) this.growSlots();
    return id;
  }

  private growStrings(): void {
    const hashes = new Int32Array(this.hashes.length * 2);
    hashes.set(this.hashes);
    this.hashes = hashes;
    const starts = new Uint32Array(hashes.length + 1);
    starts.set(this.starts);
    this.starts = starts;
  }

  private growSlots(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(EMPTY);
    this.mask = slots.length - 1;
    for (let id = 0; id < this.size; id++) {
      let slot = this.hashes[id] & this.mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & this.mask;
      slots[slot] = id;
    }
    this.slots = slots;
  }
}
