/** One VMA's lock as the steps show it. -1 and null: not said. */
export interface VmaLock {
  readonly vma: number;
  mm: number;
  refcnt: number;
  seq: number;
  attached: boolean | null;
  /** How often each task holds it for read, and how often it has raised the count for a try that is not decided. */
  readonly held: Map<number, number>;
  readonly trying: Map<number, number>;
  /** Reachable through the rmap trees of its file and anon_vma. */
  rmapLinked: boolean | null;
  /** When the last reader left while a writer waited (ns); -1 nobody waits. */
  lastPut: number;
  /** The VMA of a VMA's earlier life may be read by tasks that found it then. */
  readonly since: number;
}

export function newVmaLock(vma: number, mm: number, since: number): VmaLock {
  return {
    vma,
    mm,
    refcnt: -1,
    seq: -1,
    attached: null,
    held: new Map(),
    trying: new Map(),
    rmapLinked: null,
    lastPut: -1,
    since,
  };
}

export const sum = (counts: ReadonlyMap<number, number>): number => {
  let all = 0;
  for (const n of counts.values()) all += n;
  return all;
};

export function add(counts: Map<number, number>, tid: number, delta: number): number {
  const n = (counts.get(tid) ?? 0) + delta;
  if (n === 0) counts.delete(tid);
  else counts.set(tid, n);
  return n;
}
