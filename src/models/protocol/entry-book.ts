import { entryWords, numbered } from '../../facts/step-words.ts';
import { Kind } from '../page-table/entry.ts';

/** Numbers of the entry types, as facts tell them. */
export const Entry = numbered(entryWords);

/** An entry as mmstep_ events show it. */
export interface StepEntry {
  readonly type: number;
  readonly pfn: number;
  readonly write: boolean;
  dirty: boolean;
  young: boolean;
  readonly excl: boolean;
  readonly since: number;
  /** rss counter it is in; -1 none. */
  readonly member: number;
}

/** rss member that counts an entry of a folio kind: 0 file, 1 anon, 2 swap, 3 shmem; -1 none. */
export function memberOf(type: number, kind: number): number {
  if (type === Entry.swap) return 2;
  if (type === Entry.zero || type === Entry.hwpoison || type === Entry.marker) return -1;
  if (kind === Kind.anon || kind === Kind.ksm) return 1;
  if (kind === Kind.shmem) return 3;
  return kind === Kind.file ? 0 : -1;
}

/** The entries of one address space. */
export class StepEntries {
  /** By page number. */
  readonly ptes = new Map<number, StepEntry>();
  /** PMD entries that map 512 pages, by va / 2 MiB. */
  readonly pmds = new Map<number, StepEntry>();
  /** Pages per rss counter. */
  readonly pages: [number, number, number, number] = [0, 0, 0, 0];

  at(va: number): StepEntry | undefined {
    return this.ptes.get(Math.floor(va / 4096));
  }
}

/** What all PTEs say of one slot of swap. */
export interface SwapUse {
  entries: number;
  exclusive: number;
}

/** Does an entry count as a mapping of its page? `exclusiveMaps`: 7.x keeps the mapcount of device-exclusive entries. */
export function maps(type: number, exclusiveMaps: boolean): boolean {
  return type === Entry.present || type === Entry.device_private || (type === Entry.device_exclusive && exclusiveMaps);
}
