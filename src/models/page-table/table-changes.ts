import type { ColumnReader } from '../../base/columns/column-reader.ts';

/** Stands for "no entry any more" among attributes; no entry has all 16 bits set. */
export const GONE = 0xffff;

/** What PTEs became, by ascending page number; info is GONE where one was removed. */
export interface Changes {
  readonly page: Float64Array;
  readonly info: Uint16Array;
  readonly pfn: Float64Array;
  readonly since: Float64Array;
  readonly n: number;
}

/** Reads what writeTableChanges() wrote of PTEs. */
export function readChanges(from: ColumnReader): Changes {
  const page = from.numbers();
  const n = page.length;
  const info = from.numbers(new Uint16Array(n));
  // Only entries that are there have a page and an event: they are spread out over all changes.
  const pfn = from.numbers(new Float64Array(n));
  const since = from.numbers(new Float64Array(n));
  let there = 0;
  for (let i = 0; i < n; i++) if (info[i] !== GONE) there++;
  for (let i = n - 1; i >= 0; i--) {
    if (info[i] === GONE) continue;
    there--;
    pfn[i] = pfn[there];
    since[i] = since[there];
  }
  return { page, info, pfn, since, n };
}

/**
 * Joins changes, oldest first, so that the newest of each page remains. It goes from table to table, and puts what each says of the
 * table's 512 entries in its place: merging neighbours until one was left took a fifth longer where there are many.
 */
export function joinChanges(all: readonly Changes[]): Changes {
  if (all.length === 1) return all[0];
  const most = all.reduce((sum, { n }) => sum + n, 0);
  const page = new Float64Array(most);
  const info = new Uint16Array(most);
  const pfn = new Float64Array(most);
  const since = new Float64Array(most);
  let n = 0;
  const at = new Uint32Array(all.length);
  const next = Float64Array.from(all, (changes) => indexAt(changes, 0));
  /** Of the present table: which entries changed, and where the newest change of each is. */
  const changed = new Uint32Array(16);
  const from = new Uint32Array(512);
  const place = new Uint32Array(512);
  for (let index = least(next); index < Number.POSITIVE_INFINITY; index = least(next)) {
    const base = index * 512;
    for (let i = 0; i < all.length; i++) {
      if (next[i] !== index) continue;
      const { page: pages, n: end } = all[i];
      let k = at[i];
      for (; k < end && pages[k] < base + 512; k++) {
        const slot = pages[k] - base;
        changed[slot >> 5] |= 1 << (slot & 31);
        from[slot] = i;
        place[slot] = k;
      }
      at[i] = k;
      next[i] = indexAt(all[i], k);
    }
    for (let word = 0; word < 16; word++) {
      for (let bits = changed[word]; bits !== 0; bits &= bits - 1) {
        const slot = word * 32 + 31 - Math.clz32(bits & -bits);
        const newest = all[from[slot]];
        const k = place[slot];
        page[n] = base + slot;
        info[n] = newest.info[k];
        pfn[n] = newest.pfn[k];
        since[n++] = newest.since[k];
      }
      changed[word] = 0;
    }
  }
  return { page, info, pfn, since, n };
}

/** Table index of change `k`; infinite where there is none. */
const indexAt = ({ page, n }: Changes, k: number): number => (k < n ? Math.floor(page[k] / 512) : Number.POSITIVE_INFINITY);

function least(numbers: Float64Array): number {
  let found = Number.POSITIVE_INFINITY;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] < found) found = numbers[i];
  return found;
}
