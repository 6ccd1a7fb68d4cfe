import type { Folio } from './folio.ts';
import type { PmdLock } from './locks.ts';
import type { Mm } from './mm.ts';

export type EntryType = 'present' | 'zero' | 'swap' | 'migration' | 'device_private' | 'device_exclusive' | 'hwpoison' | 'marker';

/** What an entry of a PTE table holds; a new object for every change. */
export interface Pte {
  readonly type: EntryType;
  /** The page, for entries that name one. */
  readonly folio: Folio | null;
  /** Which page of the folio. */
  readonly sub: number;
  /** Offset in swap, for swap entries. */
  readonly entry: number;
  readonly write: boolean;
  readonly dirty: boolean;
  readonly young: boolean;
  /** The exclusive bit of a swap entry; of a migration entry, read_exclusive (or write). */
  readonly exclusive: boolean;
}

/** A PMD entry that maps a folio of 512 pages, and the table parked with it. */
export interface PmdLeaf {
  readonly folio: Folio;
  readonly write: boolean;
  readonly dirty: boolean;
  readonly young: boolean;
  readonly deposited: PteTable;
}

/** A page of 512 entries. */
export class PteTable {
  readonly entries: (Pte | null)[] = new Array<Pte | null>(512).fill(null);
  used = 0;
  linked = false;
  freed = false;
  readonly lock: PmdLock = { owner: null };
  /** Walkers without locks that are inside. */
  walkers = 0;
  /** pte_refcount of design R1. */
  refs = 0;
  readonly mm: Mm;
  /** Address / 2 MiB. */
  readonly index: number;
  readonly pfn: number;

  constructor(mm: Mm, index: number, pfn: number) {
    this.mm = mm;
    this.index = index;
    this.pfn = pfn;
  }

  /** Start of its 2 MiB. */
  get start(): number {
    return this.index * 0x200000;
  }

  entryOf(va: number): Pte | null {
    return this.entries[slotOf(va)] as Pte | null;
  }
}

export function tableIndex(va: number): number {
  return Math.floor(va / 0x200000);
}

export function slotOf(va: number): number {
  return Math.floor(va / 4096) % 512;
}

const blank: Pte = {
  type: 'present',
  folio: null,
  sub: 0,
  entry: 0,
  write: false,
  dirty: false,
  young: false,
  exclusive: false,
};

/** An entry that maps page `sub` of a folio. */
export function presentPte(folio: Folio, sub: number, bits: { write?: boolean; dirty?: boolean; young?: boolean }): Pte {
  return { ...blank, folio, sub, write: bits.write ?? false, dirty: bits.dirty ?? false, young: bits.young ?? false };
}

/** An entry of another type. */
export function otherPte(type: EntryType, rest: Partial<Pte>): Pte {
  return { ...blank, type, ...rest };
}

/** The pfn an entry names; for swap its offset, else 0. */
export function pfnOf(pte: Pte): number {
  if (pte.folio !== null) return pte.folio.pfn + pte.sub;
  return pte.type === 'zero' ? zeroPfn : pte.entry;
}

/** The shared zero page. */
export const zeroPfn = 0x2c4d;

const presentBits = 0x5;

/** The entry as x86 stores it, without `0x`; migration entries as the kernel of `text` numbers their types. */
export function rawPte(pte: Pte | null, text: '6.1' | '6.12' | '7.2'): string {
  if (pte === null) return '0';
  if (pte.type === 'present' || pte.type === 'zero') {
    const bits = presentBits + (pte.write ? 2 : 0) + (pte.young ? 0x20 : 0) + (pte.dirty ? 0x40 : 0);
    return `8${(pfnOf(pte) * 4096 + bits).toString(16).padStart(15, '0')}`;
  }
  if (pte.type === 'marker') return 'fffffffffffff600';
  if (pte.type === 'swap') return swapWord(0, pte.entry, (pte.exclusive ? 8 : 0) + 2);
  const firstMigration = { '6.1': 27, '6.12': 28, '7.2': 25 }[text];
  if (pte.type === 'migration') {
    const kind = pte.write ? 2 : pte.exclusive ? 1 : 0;
    const bits = (pte.young ? 0x4_0000_0000 : 0) + (pte.dirty ? 0x8_0000_0000 : 0);
    return swapWord(firstMigration + kind, pfnOf(pte) + bits, 2);
  }
  const type = pte.type === 'hwpoison' ? firstMigration - 1 : pte.type === 'device_exclusive' ? 24 : pte.write ? 23 : 22;
  return swapWord(type, pfnOf(pte), 0);
}

/** x86 keeps the offset inverted above bit 9, the type in the top five bits. */
function swapWord(type: number, offset: number, low: number): string {
  const word = (BigInt(type) << 59n) | (((1n << 50n) - 1n - BigInt(offset)) << 9n) | BigInt(low);
  return word.toString(16);
}
