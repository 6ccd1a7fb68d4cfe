import { hex, parseHex } from '../../src/base/word.ts';
import { type KernelName, type KernelProfile, profileFor } from '../../src/models/kernel-profile.ts';
import type { World } from '../../src/models/world.ts';
import type { PageMap } from '../../src/replay/boot.ts';
import { Fold } from '../../src/replay/fold.ts';
import { type MmView, WorldView } from '../../src/replay/view.ts';
import { readText } from '../ingest/read.ts';

export interface Played {
  readonly fold: Fold;
  readonly world: World;
  readonly view: WorldView;
}

/** Where struct page of pfn 0 lies without KASLR, and the size of one. */
const pageMap: PageMap = { base: -0x1600_0000_0000, size: 64 };

/**
 * Folds a story: one event's text per line, as the kernel prints it. A line may begin with `[TID]` or `[TID TGID]` (else
 * 3905 runs, alone in its group); `[TID]` alone is who runs from there on; `LOST 20` are 20 events lost on CPU 0.
 */
export function play(story: string, kernel: KernelName = '7.0', pages: PageMap | null = pageMap): Played {
  const { batches, parser } = readText(traceOf(story));
  const fold = new Fold(parser.dictionary, kernelOf(kernel), pages);
  for (const batch of batches) fold.apply(batch);
  return { fold, world: fold.world, view: new WorldView(fold.world, false) };
}

export function kernelOf(kernel: KernelName): KernelProfile {
  const profile = profileFor(kernel);
  if (!profile) throw new Error(`no kernel ${kernel}`);
  return profile;
}

/** The story as a trace. */
export function traceOf(story: string): string {
  let us = 100_000_000;
  let text = '';
  let runs = '3905';
  for (const line of story.split('\n').map((each) => each.trim())) {
    if (line === '') continue;
    us++;
    const lost = /^LOST (\d+)$/.exec(line);
    if (lost) {
      text += `CPU:0 [LOST ${lost[1]} EVENTS]\n`;
      continue;
    }
    const alone = /^\[(\d+)\]$/.exec(line);
    if (alone) {
      runs = alone[1];
      continue;
    }
    const [, tid = runs, tgid = tid, said] = /^(?:\[(\d+)(?: (\d+))?\] )?(.*)$/.exec(line) ?? [];
    text += `tiny-${tid} (${tgid.padStart(7)}) [000] ..... ${Math.floor(us / 1e6)}.${String(us % 1e6).padStart(6, '0')}: ${said}\n`;
  }
  return text;
}

/** A pointer or address as the fold has it. */
export function word(text: string): number {
  const value = parseHex(text);
  if (typeof value !== 'number') throw new Error(`${text} is no word`);
  return value;
}

export const mm1 = '0xffff88800447c600';
export const mm2 = '0xffff88800447cd00';
export const vma1 = '0xffff888005848180';
export const vma2 = '0xffff888005848b40';
export const vma3 = '0xffff888005848e40';

export interface VmaText {
  readonly vma?: string;
  readonly mm?: string;
  readonly start?: string;
  readonly end?: string;
  readonly fl?: string;
  readonly pgoff?: string;
  readonly av?: string;
  readonly file?: string;
  readonly lseq?: string;
  readonly refc?: string;
}

/** A vm_area_struct as a probe prints it under `prefix`; private, writable and anonymous unless told. */
export function vmaText(v: VmaText = {}, prefix = 'vma'): string {
  const { vma = vma1, mm = mm1, start = '0x400000', end = '0x800000', fl = '0x8100073', file = '0x0' } = v;
  const pgoff = v.pgoff ?? hex(word(start) / 4096);
  const { av = '0xffff888005fb04e0', lseq, refc } = v;
  const p = prefix;
  const text = `${p}=${vma} ${p}_mm=${mm} ${p}_s=${start} ${p}_e=${end} ${p}_fl=${fl} ${p}_pgoff=${pgoff} ${p}_av=${av} ${p}_file=${file}`;
  return `${text}${lseq === undefined ? '' : ` ${p}_lseq=${lseq}`}${refc === undefined ? '' : ` ${p}_refc=${refc}`}`;
}

/** The struct page of a pfn. */
export const page = (pfn: number): string => hex(pageMap.base + pfn * 64);

/** A new VMA that is in the tree: allocated, then complete. */
export const mapped = (v: VmaText = {}): string => `
  vm_area_alloc__ret: (mmap_region+0x1/0x2 <- vm_area_alloc) ret=${v.vma ?? vma1} ret_mm=${v.mm ?? mm1} ret_s=0x0 ret_e=0x0 ret_fl=0x0 ret_pgoff=0x0 ret_av=0x0 ret_file=0x0 ret_lseq=0xffffffff ret_refc=0x0
  perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText(v)}`;

/** New anonymous pages at an address. Order 9 is a huge page. */
export const anonAt = (va: string, pfn: number, order = 0, v: VmaText = {}): string =>
  `folio_add_new_anon_rmap: (folio_add_new_anon_rmap+0x4/0x1d0) folio=${page(pfn)} folio_fl=${order ? '0x48' : '0x8'} folio_f1=${hex(order)} folio_index=0x0 folio_mapping=0x0 folio_ref=1 ${vmaText(v)} address=${va} flags=0x1`;

/** Mappings of an anonymous page (index = va / 4096) dropped. */
export const unmapAt = (va: string, pfn: number, nr = 1, v: VmaText = {}): string =>
  `folio_remove_rmap_ptes: (folio_remove_rmap_ptes+0x4/0x250) folio=${page(pfn)} folio_fl=0x8 folio_f1=0x0 folio_index=${hex(word(va) / 4096)} folio_mapping=0xffff888005fb04e1 folio_ref=1 page=${page(pfn)} nr_pages=${hex(nr)} ${vmaText(v)}`;

/** A fault from its entry to its return, with what happens in between. */
export const fault = (va: string, flags: string, within = '', v: VmaText = {}, ret = '0x0'): string => `
  handle_mm_fault: (handle_mm_fault+0x4/0x2c0) ${vmaText(v)} address=${va} flags=${flags}
  ${within}
  handle_mm_fault__ret: (do_user_addr_fault+0x2cd/0x840 <- handle_mm_fault) ret=${ret}`;

/** FAULT_FLAG_USER, without and with FAULT_FLAG_WRITE. */
export const READ = '0x40';
export const WRITE = '0x41';

export function mmOf({ view }: Played, mm = mm1): MmView {
  const found = view.mmAt(word(mm));
  if (!found) throw new Error(`no mm ${mm}`);
  return found;
}

/** VMAs as /proc/PID/maps would show them, with the page offset: `400000-402000 r-xp 1`. */
export function maps(played: Played, mm = mm1): string[] {
  return mmOf(played, mm).vmas.map(
    ({ start, end, flags, pgoff }) => `${start.toString(16)}-${end.toString(16)} ${flags} ${pgoff.toString(16)}`,
  );
}

/** Entries as `401000 anon 31`, with what is unusual: type, level, certainty. */
export function entries(played: Played, mm = mm1): string[] {
  return [...mmOf(played, mm).entries()].map(({ va, type, kind, pfn, level, certainty }) =>
    [
      va.toString(16),
      type === 'present' ? '' : type,
      kind,
      pfn === null ? '-' : pfn.toString(16),
      level === 'pte' ? '' : level,
      certainty === 'observed' ? '' : certainty,
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
}
