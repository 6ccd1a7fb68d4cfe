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

const noChanges = (): Changes => ({
  page: new Float64Array(0),
  info: new Uint16Array(0),
  pfn: new Float64Array(0),
  since: new Float64Array(0),
  n: 0,
});

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

/** Joins changes, oldest first, so that the newest of each page remains: neighbours are merged until one is left. */
export function joinChanges(all: readonly Changes[]): Changes {
  let runs = [...all];
  while (runs.length > 1) {
    const joined: Changes[] = [];
    for (let i = 0; i < runs.length; i += 2) joined.push(i + 1 < runs.length ? merge(runs[i], runs[i + 1]) : runs[i]);
    runs = joined;
  }
  return runs[0] ?? noChanges();
}

function merge(older: Changes, newer: Changes): Changes {
  const room = older.n + newer.n;
  const page = new Float64Array(room);
  const info = new Uint16Array(room);
  const pfn = new Float64Array(room);
  const since = new Float64Array(room);
  let a = 0;
  let b = 0;
  let n = 0;
  while (a < older.n || b < newer.n) {
    const pageA = a < older.n ? older.page[a] : Number.POSITIVE_INFINITY;
    const pageB = b < newer.n ? newer.page[b] : Number.POSITIVE_INFINITY;
    const from = pageB <= pageA ? newer : older;
    const at = from === newer ? b : a;
    page[n] = from.page[at];
    info[n] = from.info[at];
    pfn[n] = from.pfn[at];
    since[n] = from.since[at];
    n++;
    if (pageA <= pageB) a++;
    if (pageB <= pageA) b++;
  }
  return { page, info, pfn, since, n };
}
