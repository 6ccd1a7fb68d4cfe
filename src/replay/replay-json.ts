import { hex } from '../base/word.ts';
import { type Entry, entryKinds } from '../models/page-table/entry.ts';
import { PAGE_SIZE } from '../models/page-table/page-table.ts';
import type { World } from '../models/world.ts';
import { mappedPages } from './pages.ts';
import type { MmView, VmaView } from './view.ts';

/** Parts of a state that --show names. */
export const parts = ['vma', 'pte', 'table', 'vma-lock', 'mmap-lock', 'folio', 'rss', 'tlb'] as const;
export type Part = (typeof parts)[number];

/** What is to be printed. */
export interface ReplayAnswer {
  readonly seq: number;
  readonly tsNs: bigint;
  readonly time: string;
  readonly mms: readonly MmView[];
  readonly world: World;
  readonly show: ReadonlySet<Part>;
  /** Only what concerns these addresses and pages, where given. */
  readonly addr: number | null;
  readonly pfn: number | null;
  readonly coverage: Readonly<Record<string, unknown>>;
  readonly losses: readonly Readonly<Record<string, unknown>>[];
}

/** An entry, and how many that follow differ from it only by va and pfn. */
export interface EntryRun extends Entry {
  readonly nr: number;
}

/** Joins consecutive PTEs that differ only in va and pfn, both consecutive. */
export function* runsOf(entries: Iterable<Entry>): Generator<EntryRun> {
  let first: Entry | null = null;
  let nr = 0;
  for (const entry of entries) {
    if (first && continues(first, nr, entry)) {
      nr++;
      continue;
    }
    if (first) yield { ...first, nr };
    first = entry;
    nr = 1;
  }
  if (first) yield { ...first, nr };
}

function continues(first: Entry, nr: number, next: Entry): boolean {
  return (
    first.level === 'pte' &&
    next.level === 'pte' &&
    next.va === first.va + nr * PAGE_SIZE &&
    (first.pfn === null ? next.pfn === null : next.pfn === first.pfn + nr) &&
    first.type === next.type &&
    first.type === 'present' &&
    first.kind === next.kind &&
    first.since === next.since &&
    first.certainty === next.certainty &&
    first.write === next.write &&
    first.young === next.young &&
    first.dirty === next.dirty &&
    first.exclusive === next.exclusive
  );
}

/** The entries of one mm that the question is about. */
export function wantedEntries(mm: MmView, { addr, pfn }: Pick<ReplayAnswer, 'addr' | 'pfn'>): Iterable<Entry> {
  const all = addr === null ? mm.entries() : around(mm, addr);
  return pfn === null ? all : filter(all, (entry) => covers(entry, pfn));
}

function* around(mm: MmView, addr: number): Generator<Entry> {
  const page = Math.floor(addr / PAGE_SIZE) * PAGE_SIZE;
  for (const entry of mm.entries(page, page + PAGE_SIZE)) yield entry;
}

function* filter(entries: Iterable<Entry>, keep: (entry: Entry) => boolean): Generator<Entry> {
  for (const entry of entries) if (keep(entry)) yield entry;
}

function covers(entry: Entry, pfn: number): boolean {
  if (entry.pfn === null || entry.type !== 'present') return false;
  return pfn >= entry.pfn && pfn < entry.pfn + (entry.level === 'pmd' ? 512 : 1);
}

/** The VMAs of one mm that the question is about. */
export function wantedVmas(mm: MmView, { addr }: Pick<ReplayAnswer, 'addr'>): readonly VmaView[] {
  return addr === null ? mm.vmas : mm.vmas.filter((vma) => addr >= vma.start && addr < vma.end);
}

/** Prints an answer in the published form `mmfold.replay/1` (docs/replay-json.md), in pieces: a state may be large. */
export function* replayJson(answer: ReplayAnswer): Generator<string> {
  const { seq, tsNs, time, show } = answer;
  yield `{"format":"mmfold.replay/1",\n "at":${JSON.stringify({ seq, ts_ns: tsNs.toString(), time })},\n "mms":[`;
  let first = true;
  for (const mm of answer.mms) {
    yield first ? '\n  ' : ',\n  ';
    first = false;
    yield* mmJson(mm, answer);
  }
  yield ']';
  if (show.has('folio')) {
    yield ',\n "folios":[';
    yield* foliosJson(answer);
    yield ']';
  }
  yield `,\n "coverage":${JSON.stringify(answer.coverage)},\n "losses":${JSON.stringify(answer.losses)}}\n`;
}

function* mmJson(mm: MmView, answer: ReplayAnswer): Generator<string> {
  const { show } = answer;
  yield `{"mm":${JSON.stringify(hex(mm.mm))},"pids":${JSON.stringify(mm.pids)},"complete":${mm.complete}`;
  if (show.has('rss')) yield `,"rss":${JSON.stringify(mm.counted)},"last_rss_stat":${JSON.stringify(mm.lastRssStat)}`;
  if (show.has('vma') || show.has('vma-lock')) {
    yield ',\n   "vmas":[';
    yield* joined(wantedVmas(mm, answer), (vma) => JSON.stringify(vmaJson(vma, show)));
    yield ']';
  }
  if (show.has('pte')) {
    yield ',\n   "ptes":[';
    yield* joined(runsOf(wantedEntries(mm, answer)), (run) => JSON.stringify(entryJson(run)));
    yield ']';
  }
  if (show.has('table')) yield `,\n   "tables":${JSON.stringify(tablesJson(mm))}`;
  // Which processors may hold which stale translation is in no event of a kernel without step events.
  if (show.has('tlb')) yield ',\n   "tlb":null';
  if (show.has('mmap-lock')) yield `,\n   "mmap_lock":${JSON.stringify(mm.mmapLock)}`;
  yield '}';
}

function* joined<T>(items: Iterable<T>, print: (item: T) => string): Generator<string> {
  let first = true;
  for (const item of items) {
    yield `${first ? '' : ','}\n    ${print(item)}`;
    first = false;
  }
}

function vmaJson(vma: VmaView, show: ReadonlySet<Part>): Record<string, unknown> {
  const { lock } = vma;
  return {
    start: hex(vma.start),
    end: hex(vma.end),
    flags: vma.flags,
    vm_flags: hex(vma.vmFlags),
    pgoff: vma.pgoff,
    file: vma.file === -1 ? null : hex(vma.file),
    vma: hex(vma.vma),
    ...(show.has('vma-lock') ? { lock } : {}),
    since: vma.since,
    certainty: vma.certainty,
  };
}

function entryJson(run: EntryRun): Record<string, unknown> {
  const { va, pfn, nr, type, level, kind, write, young, dirty, exclusive, since, certainty } = run;
  const frame =
    type === 'swap'
      ? { swap: pfn === null ? null : hex(pfn) }
      : kind === 'zero' || type === 'marker'
        ? {}
        : { pfn: pfn === null ? null : hex(pfn) };
  return {
    va: hex(va),
    type,
    ...frame,
    level,
    kind: kind === 'unknown' ? null : kind === 'hugetlb' ? 'special' : kind,
    write,
    young,
    dirty,
    exclusive,
    ...(nr > 1 ? { nr } : {}),
    since,
    certainty,
  };
}

function tablesJson(mm: MmView): Record<string, unknown> {
  const { tables } = mm;
  const empty = tables.pte?.filter((table) => table.empty) ?? [];
  const emptyKnown = tables.pte?.every((table) => table.empty !== null) ?? false;
  return {
    pte: tables.pte ? { linked: tables.pte.length, empty: emptyKnown ? empty.length : null } : null,
    deposited: tables.deposited,
    pmd: tables.pmd,
    pud: tables.pud,
    bytes: tables.bytes,
    pages: (tables.pte ?? []).map((table) => ({
      va: table.va < 0 ? null : hex(table.va),
      pfn: table.pfn === null ? null : hex(table.pfn),
      empty: table.empty,
    })),
    certainty: tables.certainty,
  };
}

function* foliosJson(answer: ReplayAnswer): Generator<string> {
  const mapped = new Set<number>();
  if (answer.pfn !== null) mapped.add(answer.pfn);
  else for (const mm of answer.mms) for (const entry of wantedEntries(mm, answer)) addPages(mapped, entry);
  const pages = mappedPages(answer.world, (pfn) => mapped.has(pfn));
  yield* joined(
    [...pages.values()].sort((a, b) => a.pfn - b.pfn),
    (page) =>
      JSON.stringify({
        pfn: hex(page.pfn),
        order: page.order,
        kind: entryKinds[page.kind] === 'unknown' ? null : entryKinds[page.kind],
        mapcount: page.mapcount,
        refcount: null,
        pins: answer.world.folios.pinsOf(page.pfn),
        flags: null,
        certainty: page.certainty,
      }),
  );
}

function addPages(mapped: Set<number>, entry: Entry): void {
  if (entry.pfn === null || entry.type !== 'present') return;
  const pages = entry.level === 'pmd' ? 512 : 1;
  for (let i = 0; i < pages; i++) mapped.add(entry.pfn + i);
}
