import type { Mm } from './mm.ts';

/**
 * Live mm_structs by pointer. The events of a fault or a system call come together, so that most lookups are for the mm of
 * the one before; a Map takes long to find a kernel pointer, which is no small integer.
 */
export class LiveMms extends Map<number, Mm> {
  private lastPtr = -1;
  private last: Mm | undefined;

  override get(ptr: number): Mm | undefined {
    if (ptr !== this.lastPtr) {
      this.last = super.get(ptr);
      this.lastPtr = ptr;
    }
    return this.last;
  }

  override set(ptr: number, mm: Mm): this {
    this.lastPtr = ptr;
    this.last = mm;
    return super.set(ptr, mm);
  }

  override delete(ptr: number): boolean {
    this.lastPtr = ptr;
    this.last = undefined;
    return super.delete(ptr);
  }
}
