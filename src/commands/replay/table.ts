import { hex } from '../../base/word.ts';
import type { Entry } from '../../models/page-table/entry.ts';
import { type ReplayAnswer, runsOf, wantedEntries, wantedVmas } from '../../replay/replay-json.ts';
import type { MmView, VmaView } from '../../replay/view.ts';
import type { Store } from '../../store/index.ts';

/** The state for a person: each address space as /proc/PID/maps shows it, with the pages that are there. */
export function* replayTable(answer: ReplayAnswer, store: Store): Generator<string> {
  yield `after event #${answer.seq} at ${answer.time}\n`;
  if (answer.mms.length === 0) yield 'no address space: the process has none at this moment\n';
  for (const mm of answer.mms) yield* mmTable(mm, answer, store);
}

function* mmTable(mm: MmView, answer: ReplayAnswer, store: Store): Generator<string> {
  const { show } = answer;
  yield `\n${mm.pids.map((pid) => `${pid} (${commOf(store, pid)})`).join(', ') || 'no process'}   mm ${hex(mm.mm)}${
    mm.complete ? '' : '   (older than the trace: what was never seen is missing)'
  }\n`;
  if (show.has('rss')) yield `${rssLine(mm)}\n`;
  if (show.has('mmap-lock')) yield `${lockLine(mm)}\n`;
  if (show.has('table')) yield `${tableLine(mm)}\n`;
  if (answer.show.has('tlb') && answer.show.size === 1) yield 'stale TLB entries: not known, no event of this trace tells\n';
  if (show.has('vma')) yield* vmaLines(mm, answer);
  if (show.has('pte') && (answer.addr !== null || answer.pfn !== null || !show.has('vma'))) yield* entryLines(mm, answer);
}

const number = (value: number | null): string => (value === null ? '?' : String(value));

function rssLine(mm: MmView): string {
  const { file, anon, shmem, swap } = mm.counted;
  return `rss    ${number(anon)} anon, ${number(file)} file, ${number(shmem)} shmem pages; ${number(swap)} swapped out`;
}

function lockLine(mm: MmView): string {
  const { state, readers, writer, waiters, seq } = mm.mmapLock;
  const holder = writer !== undefined ? ` by ${writer}` : readers.length > 0 ? ` by ${readers.join(', ')}` : '';
  const waiting = waiters.length > 0 ? `, ${waiters.join(', ')} waiting` : '';
  return `mmap_lock ${state ?? 'unknown'}${holder}${waiting}${seq === null ? '' : `, mm_lock_seq ${seq}`}`;
}

function tableLine(mm: MmView): string {
  const { pte, deposited, bytes } = mm.tables;
  if (!pte) return 'page tables unknown';
  const empty = pte.filter((table) => table.empty).length;
  const size = bytes === null ? '' : `; ${bytes / 1024} kB of page tables in all`;
  return `tables ${pte.length} of PTEs, ${empty} of them empty, ${deposited} parked under huge pages${size}`;
}

function* vmaLines(mm: MmView, answer: ReplayAnswer): Generator<string> {
  const width = mm.vmas.some((vma) => vma.end > 0xffff_ffff) ? 12 : 8;
  const head = `${'range'.padEnd(2 * width + 1)} perm offset   ${['anon', 'file', 'huge', 'swap'].map((name) => name.padStart(6)).join('')}   since  what`;
  yield `${head}\n`;
  for (const vma of wantedVmas(mm, answer)) yield `${vmaLine(mm, vma, width, answer.show.has('vma-lock'))}\n`;
}

function vmaLine(mm: MmView, vma: VmaView, width: number, withLock: boolean): string {
  const count = { anon: 0, file: 0, huge: 0, swap: 0 };
  for (const entry of mm.entries(vma.start, vma.end)) countEntry(count, entry);
  const range = `${digits(vma.start, width)}-${digits(vma.end, width)}`;
  const offset = digits(vma.file ? vma.pgoff * 4096 : 0, 8);
  const counts = [count.anon, count.file, count.huge, count.swap].map((n) => (n === 0 ? '.' : String(n)).padStart(6)).join('');
  const unsure = vma.certainty === 'observed' ? '' : ` ${vma.certainty}`;
  const { state, readers, writer } = vma.lock;
  const lock = withLock && state !== null && state !== 'free' ? ` ${state}-locked by ${writer ?? readers.join(', ')}` : '';
  return `${range} ${vma.flags} ${offset} ${counts} ${`#${vma.since}`.padStart(7)}  ${what(vma)}${lock}${unsure}`;
}

function countEntry(count: { anon: number; file: number; huge: number; swap: number }, entry: Entry): void {
  if (entry.type === 'swap') count.swap++;
  if (entry.type !== 'present') return;
  if (entry.level === 'pmd') count.huge++;
  else if (entry.kind === 'anon' || entry.kind === 'ksm' || entry.kind === 'zero') count.anon++;
  else count.file++;
}

const VM_GROWSDOWN = 0x100;

function what(vma: VmaView): string {
  if (vma.file) return `file ${hex(vma.file)}`;
  return vma.vmFlags & BigInt(VM_GROWSDOWN) ? '[stack]' : '';
}

const digits = (value: number, width: number): string => value.toString(16).padStart(width, '0');

function* entryLines(mm: MmView, answer: ReplayAnswer): Generator<string> {
  yield 'entries\n';
  for (const run of runsOf(wantedEntries(mm, answer))) {
    const pages = run.level === 'pmd' ? ' huge' : run.nr > 1 ? ` ${run.nr} pages` : '';
    const frame =
      run.kind === 'zero' ? 'zero page' : run.type === 'swap' ? 'swapped out' : `pfn ${run.pfn === null ? '?' : hex(run.pfn)}`;
    yield `  ${hex(run.va)}${pages} ${run.type === 'present' ? '' : `${run.type} `}${frame} ${run.kind} since #${run.since} ${run.certainty}\n`;
  }
}

function commOf(store: Store, pid: number): string {
  let comm = '?';
  for (const task of store.dictionary.tasks) if (task.tid === pid) comm = task.comm;
  return comm;
}
