import type { Folio } from './folio.ts';

/** The swap device: how often each slot is referred to, and the folio that caches it. */
export class SwapSpace {
  readonly counts = new Map<number, number>();
  readonly cache = new Map<number, Folio>();
  /** What was written to a slot. */
  readonly contents = new Map<number, number>();
  private readonly free: number[] = [];
  private next = 1;

  /** A free slot, with no reference yet. */
  take(): number {
    const slot = this.free.pop() ?? this.next++;
    this.counts.set(slot, 0);
    return slot;
  }

  add(slot: number): void {
    this.counts.set(slot, (this.counts.get(slot) ?? 0) + 1);
  }

  /** Drops a reference; the slot is free when neither an entry nor the cache holds it. */
  drop(slot: number): void {
    this.counts.set(slot, (this.counts.get(slot) ?? 1) - 1);
    this.release(slot);
  }

  /** Frees the slot if nothing holds it any more. */
  release(slot: number): void {
    if ((this.counts.get(slot) ?? 0) > 0 || this.cache.has(slot)) return;
    this.counts.delete(slot);
    this.free.push(slot);
  }
}
