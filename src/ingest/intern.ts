import type { Window } from './window.ts';

const EMPTY = -1;

/** Arenas keep this many zero bytes after the last string, so that they can be read four bytes at a time. */
const SPARE = 4;

/**
 * Gives equal byte strings equal small numbers (0, 1, 2 ...) without making a JS string of them: open addressing over
 * copies of the bytes. Holds at most `limit` strings, so that memory stays bounded however odd the input is.
 */
export class ByteInterner {
  readonly limit: number;
  size = 0;
  private readonly window: Window;
  private slots = new Int32Array(1024).fill(EMPTY);
  private mask = 1023;
  private hashes = new Int32Array(512);
  private starts = new Uint32Array(513);
  private arena = new Uint8Array(8192);
  private arenaView = new DataView(this.arena.buffer);

  constructor(window: Window, limit: number) {
    this.window = window;
    this.limit = limit;
  }

  /** The number of the window's [start, end), new if need be; -1 when it is new and `mayAdd` is false or the table is full. */
  intern(start: number, end: number, mayAdd = true): number {
    const { view, bytes } = this.window;
    let hash = end - start;
    let i = start;
    for (; i + 4 <= end; i += 4) hash = Math.imul(hash ^ view.getInt32(i, true), 0x2c1b3c6d) ^ (hash >>> 15);
    for (; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 16), 0x297a2d39);
    hash ^= hash >>> 15;
    const slots = this.slots;
    let slot = hash & this.mask;
    for (let id = slots[slot]; id !== EMPTY; id = slots[slot]) {
      if (this.hashes[id] === hash && this.lengthOf(id) === end - start && this.isAt(id, start)) return id;
      slot = (slot + 1) & this.mask;
    }
    return mayAdd && this.size < this.limit ? this.add(start, end, hash, slot) : -1;
  }

  /** Length of string `id` in bytes. */
  lengthOf(id: number): number {
    return this.starts[id + 1] - this.starts[id];
  }

  /** Whether the window holds string `id` at `start`. */
  isAt(id: number, start: number): boolean {
    const { view, bytes } = this.window;
    const { arena, arenaView } = this;
    let i = start;
    let a = this.starts[id];
    const end = this.starts[id + 1];
    for (; a + 4 <= end; a += 4, i += 4) if (arenaView.getInt32(a, true) !== view.getInt32(i, true)) return false;
    for (; a < end; a++, i++) if (arena[a] !== bytes[i]) return false;
    return true;
  }

  private add(start: number, end: number, hash: number, slot: number): number {
    const id = this.size++;
    this.slots[slot] = id;
    if (id === this.hashes.length) this.growStrings();
    this.hashes[id] = hash;
    const at = this.starts[id];
    const after = at + end - start;
    if (after + SPARE > this.arena.length) {
      const arena = new Uint8Array(Math.max(this.arena.length * 2, after + SPARE));
      arena.set(this.arena);
      this.arena = arena;
      this.arenaView = new DataView(arena.buffer);
    }
    this.arena.set(this.window.bytes.subarray(start, end), at);
    this.starts[id + 1] = after;
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
