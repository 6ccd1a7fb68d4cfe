/** Types of page-table entries (docs/model.md, entry types). */
export const entryTypes = ['present', 'swap', 'migration', 'device_private', 'device_exclusive', 'hwpoison', 'marker'] as const;
export type EntryType = (typeof entryTypes)[number];

/** What a present entry maps; decides which rss counter it is in. `zero` is the shared zero page, `special` has no struct page behind it. */
export const entryKinds = ['unknown', 'anon', 'file', 'shmem', 'ksm', 'zero', 'special', 'hugetlb'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** How well a piece of state is known (docs/model.md, certainty). */
export const certainties = ['observed', 'inferred', 'doubtful', 'unknown'] as const;
export type Certainty = (typeof certainties)[number];

/** A yes/no that may not be known: bits 0 unknown, 1 no, 2 yes. */
const tri = [null, false, true] as const;

export const Type = { present: 0, swap: 1, migration: 2, devicePrivate: 3, deviceExclusive: 4, hwpoison: 5, marker: 6 } as const;
export const Kind = { unknown: 0, anon: 1, file: 2, shmem: 3, ksm: 4, zero: 5, special: 6, hugetlb: 7 } as const;
export const Sure = { observed: 0, inferred: 1, doubtful: 2 } as const;
export const Tri = { unknown: 0, no: 1, yes: 2 } as const;

/*
 * An entry's attributes in 16 bits, so that a leaf is a few typed arrays:
 * type 3 | kind 3 | certainty 2 | write 2 | exclusive 2 | young 2 | dirty 2
 */
export function packInfo(type: number, kind: number, certainty: number, write = 0, exclusive = 0): number {
  return type | (kind << 3) | (certainty << 6) | (write << 8) | (exclusive << 10);
}
export const typeOf = (info: number): number => info & 7;
export const kindOf = (info: number): number => (info >> 3) & 7;
export const certaintyOf = (info: number): number => (info >> 6) & 3;
export const writeOf = (info: number): number => (info >> 8) & 3;
export const exclusiveOf = (info: number): number => (info >> 10) & 3;
export const withCertainty = (info: number, certainty: number): number => (info & ~0xc0) | (certainty << 6);
export const withType = (info: number, type: number): number => (info & ~7) | type;
export const withKind = (info: number, kind: number): number => (info & ~0x38) | (kind << 3);
export const withWrite = (info: number, write: number): number => (info & ~0x300) | (write << 8);
export const withExclusive = (info: number, exclusive: number): number => (info & ~0xc00) | (exclusive << 10);

/** One entry, as handed out: a copy, not a view. */
export interface Entry {
  readonly va: number;
  readonly type: EntryType;
  /** Page frame of a present entry (first of 512 for a pmd); null for the zero page or where it is not known. */
  readonly pfn: number | null;
  readonly level: 'pte' | 'pmd';
  readonly kind: EntryKind;
  readonly write: boolean | null;
  readonly young: boolean | null;
  readonly dirty: boolean | null;
  readonly exclusive: boolean | null;
  /** The event that set it. */
  readonly since: number;
  readonly certainty: Certainty;
}

/** Unpacks an entry; `doubtBefore`: entries set before that event are doubtful since events were lost. */
export function entryOf(va: number, pfn: number, info: number, since: number, level: 'pte' | 'pmd', doubtBefore: number): Entry {
  return {
    va,
    type: entryTypes[typeOf(info)],
    pfn: pfn < 0 ? null : pfn,
    level,
    kind: entryKinds[kindOf(info)],
    write: tri[writeOf(info)],
    young: tri[(info >> 12) & 3],
    dirty: tri[(info >> 14) & 3],
    exclusive: tri[exclusiveOf(info)],
    since,
    certainty: since < doubtBefore ? 'doubtful' : certainties[certaintyOf(info)],
  };
}
