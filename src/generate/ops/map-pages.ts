import type { MappedFile } from '../kernel/file.ts';
import type { Folio } from '../kernel/folio.ts';
import { type PteTable, presentPte, slotOf, tableIndex } from '../kernel/page-table.ts';
import { VM_SHARED, VM_WRITE, type Vma } from '../kernel/vma.ts';
import type { Machine } from '../machine.ts';
import type { Steps } from '../task.ts';
import type { Vmf } from '../vocab/faults.ts';
import { dirtyFolio, getFolio, putFolio } from './folio.ts';
import { dropRmap } from './gather.ts';
import { setPte } from './pte.ts';
import { addRss, memberOf } from './rss.ts';
import { allocTable, leaveTable, lockTableAt } from './tables.ts';

/** fault_around_bytes in pages. */
export const faultAroundPages = 16;

/** Slots of the table that fault-around may fill (section 4.2 of the model): [from, to]. */
export function faultAroundWindow(pteOff: number, vmaOff: number, vmaPages: number): readonly [from: number, to: number] {
  const n = faultAroundPages;
  const from = Math.max(Math.floor(pteOff / n) * n, pteOff - Math.min(pteOff, vmaOff));
  const to = Math.min(from + n, 512, pteOff + vmaPages - vmaOff) - 1;
  return [from, to];
}

/** do_fault_around() and filemap_map_pages(): true when the page that was asked for got mapped. */
export function* mapAround(m: Machine, vmf: Vmf, file: MappedFile): Steps<boolean> {
  if (m.profile.prefault === 'off') return false;
  const { vma, va } = vmf;
  const pteOff = slotOf(va);
  const index = vma.indexOf(va);
  const vmaOff = (va - vma.start) / 4096;
  const [from, lawfulTo] = faultAroundWindow(pteOff, vmaOff, (vma.end - vma.start) / 4096);
  const beyond = m.holds('window-ends-at-table')
    ? 0
    : Math.min(8, 511 - lawfulTo, (vma.end - va) / 4096 - (lawfulTo - pteOff) - 1);
  const to = lawfulTo + beyond;
  yield* allocTable(m, vmf.mm, va);
  const first = index - (pteOff - from);
  m.say.fault.mapPages(vmf, first, index + (to - pteOff));
  yield;
  const last = Math.min(index + (to - pteOff), lastOf(m, file));
  const table = yield* lockTableAt(m, vmf.mm, va);
  if (table === null) return false;
  const mapped = yield* fillWindow(m, vmf, file, table, first, last, beyond);
  yield* leaveTable(m, table);
  m.say.fault.window(file.inode, first, Math.max(first, last));
  const served = mapped.has(index);
  m.say.fault.mapPagesRet(served ? 0x100 : 0);
  return served;
}

/** Maps the usable folios of [first, last]; gives the indices that got an entry. */
function* fillWindow(
  m: Machine,
  vmf: Vmf,
  file: MappedFile,
  table: PteTable,
  first: number,
  last: number,
  beyond: number,
): Steps<Set<number>> {
  const mapped = new Set<number>();
  const asked = vmf.vma.indexOf(vmf.va);
  let pages = 0;
  let example: Folio | null = null;
  for (let index = first; index <= last; index++) {
    const folio = usable(file, index);
    if (folio === null) continue;
    // i_size falls before the pages behind it leave the cache, and may do so now: it is asked each time (next_uptodate_folio).
    const run = runOf(m, vmf, table, folio, index, Math.min(last, lastOf(m, file)));
    if (run === 0) continue;
    const va = vmf.va + (index - asked) * 4096;
    const covers = asked >= index && asked < index + run;
    // A kernel without the guard forgets it now and then; the rest of the trace still shows what it wants.
    const obeys = m.holds('prefault-obeys-arch') || m.prng.chance(7, 8);
    const old = !covers && m.profile.prefault === 'old' && obeys;
    const why = covers ? 'fault' : 'prefault';
    const write = !covers && !m.holds('prefault-is-read-only') && m.prng.chance(1, 4);
    if (write) m.check('C6', vmf.vma.has(VM_SHARED));
    if (!covers) m.check('C3', m.profile.prefault !== 'old' || old);
    m.check('C1', index <= last - beyond || index >= file.pages);
    m.check('C4', index < file.pages);
    pages += mapFilePages(m, vmf, table, folio, index - folio.index, run, va, {
      why,
      young: !old,
      write,
      dirty: write,
      around: true,
    });
    for (let i = 0; i < run; i++) mapped.add(index + i);
    example = folio;
    index += run - 1;
    if (m.prng.chance(1, 4)) yield;
  }
  if (example !== null) addRss(m, vmf.mm, memberOf(example), pages);
  return mapped;
}

/** The last page of a file that fault-around may map. */
function lastOf(m: Machine, file: MappedFile): number {
  return m.holds('map-stays-in-file') ? file.pages - 1 : Number.MAX_SAFE_INTEGER;
}

/** The folio that fault-around may map for an index, or null. */
function usable(file: MappedFile, index: number): Folio | null {
  const folio = file.cache.get(index);
  return folio === undefined || folio.locked || !folio.uptodate || folio.hwpoison ? null : folio;
}

/** Entries from `index` on that are none and map consecutive pages of the folio. */
function runOf(m: Machine, vmf: Vmf, table: PteTable, folio: Folio, index: number, last: number): number {
  const asked = vmf.vma.indexOf(vmf.va);
  const end = Math.min(last + 1, folio.index + folio.pages);
  let run = 0;
  for (let at = index; at < end; at++) {
    const va = vmf.va + (at - asked) * 4096;
    if (tableIndex(va) !== table.index) break;
    const old = table.entryOf(va);
    if (old !== null) {
      const careless = !m.holds('prefault-skips-present') && old.type === 'present' && old.folio !== folio;
      if (!careless) break;
      m.check('C2', false);
    }
    run++;
  }
  return run;
}

/** How entries are made. */
export interface EntryBits {
  readonly why: string;
  readonly young: boolean;
  readonly write: boolean;
  readonly dirty: boolean;
  /** Set by filemap_map_pages(), also where the batch covers the page that was asked for. */
  readonly around?: boolean;
}

/** Shared memory takes writes without being told: its entries are writable from the first (no vma_wants_writenotify). */
function writesUnnoticed(vma: Vma): boolean {
  return vma.file?.shmem === true && vma.has(VM_SHARED) && vma.has(VM_WRITE);
}

/** set_pte_range(): counts mappings of page-cache pages and sets their entries. Gives the number of pages. */
export function mapFilePages(
  m: Machine,
  vmf: Vmf,
  table: PteTable,
  folio: Folio,
  sub: number,
  nr: number,
  va: number,
  bits: EntryBits,
): number {
  const { vma } = vmf;
  getFolio(m, folio, nr, 'map');
  m.say.fault.setPte(vmf, folio, sub, nr, va);
  m.say.rmap.addFile(folio, sub, nr, vma);
  for (let i = 0; i < nr; i++) {
    const at = va + i * 4096;
    const over = table.entryOf(at);
    folio.mapcount[sub + i] = (folio.mapcount[sub + i] as number) + 1;
    if (bits.around) m.say.step.mapPage(vmf.mm, at, folio.pfn + sub + i, folio.index + sub + i, folio);
    const { young, dirty } = bits;
    const write = bits.write || writesUnnoticed(vma);
    setPte(m, table, at, presentPte(folio, sub + i, { young, write, dirty }), bits.why);
    if (over?.folio != null) {
      dropRmap(m, { folio: over.folio, sub: over.sub, nr: 1, vma, delayed: false });
      addRss(m, vmf.mm, memberOf(over.folio), -1);
      putFolio(m, over.folio, 1, 'overwritten');
    }
  }
  if (bits.write && bits.why === 'prefault') dirtyFolio(m, folio, 'prefault');
  return nr;
}
