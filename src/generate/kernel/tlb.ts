import type { Mm } from './mm.ts';

/** A cached translation. */
export interface Translation {
  readonly pfn: number;
  readonly write: boolean;
  /** The entry's dirty bit was set when it was cached: stores go through it without looking at the entry. */
  readonly dirty: boolean;
}

const slots = 64;

/** What the CPUs have cached; each remembers the last 64 pages of each mm. */
export class CpuTlbs {
  private readonly cpus: Map<Mm, Map<number, Translation>>[];

  constructor(cpus: number) {
    this.cpus = Array.from({ length: cpus }, () => new Map());
  }

  find(cpu: number, mm: Mm, va: number): Translation | undefined {
    return this.cpus[cpu]?.get(mm)?.get(va);
  }

  put(cpu: number, mm: Mm, va: number, translation: Translation): void {
    const byMm = this.cpus[cpu] as Map<Mm, Map<number, Translation>>;
    let pages = byMm.get(mm);
    if (pages === undefined) {
      pages = new Map();
      byMm.set(mm, pages);
    }
    pages.delete(va);
    pages.set(va, translation);
    if (pages.size > slots) for (const oldest of pages.keys()) return void pages.delete(oldest);
  }

  /** Drops what a CPU caches of [start, end). */
  flush(cpu: number, mm: Mm, start: number, end: number): void {
    const pages = this.cpus[cpu]?.get(mm);
    if (pages === undefined) return;
    for (const va of pages.keys()) if (va >= start && va < end) pages.delete(va);
  }

  forget(mm: Mm): void {
    for (const cpu of this.cpus) cpu.delete(mm);
  }
}
