import type { Mm } from './kernel/mm.ts';
import { type Pte, pfnOf, rawPte } from './kernel/page-table.ts';
import { VM_SHARED, VM_WRITE, type Vma } from './kernel/vma.ts';
import type { Machine } from './machine.ts';

/** Writes the state of one process as the captures' watcher does: /proc files, a walk of the tables, the VMAs. */
export function writeSnapshot(m: Machine, mm: Mm, n: number, label: string, write: (name: string, text: string) => void): void {
  const base = `gt${String(n).padStart(3, '0')}.${label}.p${mm.tgid}`;
  write(`${base}.maps`, mm.vmas.map((vma) => `${mapsLine(vma)}\n`).join(''));
  write(`${base}.smaps`, mm.vmas.map((vma) => smaps(mm, vma)).join(''));
  write(`${base}.status`, status(m, mm));
  write(`${base}.pagemap`, pagemap(mm));
  write(`${base}.pt`, tables(m, mm));
  write(`${base}.vma`, vmas(m, mm));
}

function mapsLine(vma: Vma): string {
  const perms = `${vma.has(1) ? 'r' : '-'}${vma.has(VM_WRITE) ? 'w' : '-'}-${vma.has(VM_SHARED) ? 's' : 'p'}`;
  const range = `${pad(vma.start)}-${pad(vma.end)}`;
  if (vma.file === null) return `${range} ${perms} 00000000 00:00 0 `;
  const offset = (vma.pgoff * 4096).toString(16).padStart(8, '0');
  return `${range} ${perms} ${offset} fe:00 ${vma.file.inode}`.padEnd(73) + vma.file.name;
}

function pad(address: number): string {
  return address.toString(16).padStart(8, '0');
}

/** Every present or swapped page of a range, in order of address. */
function* entries(mm: Mm, start: number, end: number): Generator<readonly [va: number, pte: Pte, level: 'pte' | 'pmd']> {
  for (let index = Math.floor(start / 0x200000); index * 0x200000 < end; index++) {
    const leaf = mm.leaves.get(index);
    const table = mm.tables.get(index);
    for (let slot = 0; slot < 512; slot++) {
      const va = index * 0x200000 + slot * 4096;
      if (va < start || va >= end) continue;
      if (leaf !== undefined) {
        const { folio, write, dirty, young } = leaf;
        yield [va, { type: 'present', folio, sub: slot, entry: 0, write, dirty, young, exclusive: false }, 'pmd'];
      } else {
        const pte = table?.entries[slot] ?? null;
        if (pte !== null) yield [va, pte, 'pte'];
      }
    }
  }
}

function pagemap(mm: Mm): string {
  const lines = ['# vaddr raw pfn present swapped file/shared exclusive softdirty kpagecount kpageflags\n'];
  for (const vma of mm.vmas) {
    lines.push(`# ${mapsLine(vma)}\n`);
    for (const [va, pte] of entries(mm, vma.start, vma.end)) lines.push(pagemapLine(va, pte));
  }
  return lines.join('');
}

function pagemapLine(va: number, pte: Pte): string {
  const at = va.toString(16);
  if (pte.type === 'swap') {
    const raw = (0x408n << 52n) | (BigInt(pte.entry) << 5n);
    return `${at} ${raw.toString(16)} 0/${pte.entry.toString(16)} 0 1 0 0 1 0 0\n`;
  }
  if (pte.type !== 'present' && pte.type !== 'zero') return '';
  const pfn = pfnOf(pte);
  const file = pte.folio !== null && pte.folio.file !== null ? 1 : 0;
  const count = pte.folio === null ? 0 : pte.folio.mapped(pte.sub);
  const raw = (0xa18n << 52n) | BigInt(pfn);
  return `${at} ${raw.toString(16)} ${pfn.toString(16)} 1 0 ${file} ${count === 1 ? 1 : 0} 1 ${count} ${pageFlags(pte)}\n`;
}

/** The kpageflags that tell kinds apart: ZERO_PAGE, KSM, or UPTODATE, LRU and MMAP with ANON and SWAPBACKED. */
function pageFlags(pte: Pte): string {
  if (pte.type === 'zero') return '1000000';
  if (pte.folio?.kind === 'ksm') return '201828';
  return pte.folio?.file === null ? '5828' : '828';
}

function tables(m: Machine, mm: Mm): string {
  const lines = [`MM ${mm.ptr} pgd=${(0xffff888000000000n + BigInt(mm.pgdPfn) * 4096n).toString(16)}\n`];
  lines.push(`PGDTAB pa=${(mm.pgdPfn * 4096).toString(16)}\n`);
  for (const [index, pfn] of ordered(mm.pudTables)) {
    lines.push(`PGD ${(index * 0x80_0000_0000).toString(16)} raw=${(pfn * 4096 + 0x67).toString(16)}\n`);
  }
  for (const [index, pfn] of ordered(mm.pmdTables)) {
    lines.push(`PUD ${(index * 0x4000_0000).toString(16)} raw=${(pfn * 4096 + 0x67).toString(16)}\n`);
  }
  const indices = [...mm.tables.keys(), ...mm.leaves.keys()].sort((a, b) => a - b);
  for (const index of indices) lines.push(...tableLines(m, mm, index));
  return lines.join('');
}

function tableLines(m: Machine, mm: Mm, index: number): string[] {
  const start = (index * 0x200000).toString(16);
  const leaf = mm.leaves.get(index);
  if (leaf !== undefined) {
    const raw = rawPte({ ...leaf, type: 'present', sub: 0, entry: 0, exclusive: false }, m.profile.text);
    return [`PMDLEAF ${start} raw=${raw} pfn=${leaf.folio.pfn.toString(16)} count=${leaf.folio.entireMapcount}\n`];
  }
  const table = mm.tables.get(index);
  if (table === undefined) return [];
  const present = table.entries.filter((pte) => pte?.type === 'present' || pte?.type === 'zero').length;
  const head = `raw=${(table.pfn * 4096 + 0x67).toString(16)} table_pfn=${table.pfn.toString(16)}`;
  const lines = [`PMD ${start} ${head} present=${present} nonzero=${table.used}\n`];
  for (let slot = 0; slot < 512; slot++) {
    const pte = table.entries[slot] ?? null;
    if (pte === null) continue;
    const va = (index * 0x200000 + slot * 4096).toString(16);
    const raw = rawPte(pte, m.profile.text);
    if (pte.type !== 'present' && pte.type !== 'zero') {
      lines.push(`PTESW ${va} raw=${raw}\n`);
      continue;
    }
    const { folio } = pte;
    const state =
      folio === null
        ? 'count=0'
        : `count=${folio.mapped(pte.sub)} pg.flags=${folio.flags(m.profile.text, pte.sub).toString(16)} ` +
          `index=${(folio.index + pte.sub).toString(16)} mapcount=${folio.mapped(pte.sub) - 1} refcount=${folio.refs}`;
    lines.push(`PTE ${va} raw=${raw} pfn=${pfnOf(pte).toString(16)} ${state}\n`);
  }
  return lines;
}

function ordered(map: ReadonlyMap<number, number>): [number, number][] {
  return [...map].sort(([a], [b]) => a - b);
}

function vmas(m: Machine, mm: Mm): string {
  const pages = mm.vmas.reduce((sum, vma) => sum + (vma.end - vma.start) / 4096, 0);
  const seq = m.profile.vmaLock === 'none' ? 0 : mm.seq;
  const head =
    `MM ${mm.ptr} task=0 pgd=${(0xffff888000000000n + BigInt(mm.pgdPfn) * 4096n).toString(16)} mm_users=${mm.users} mm_count=1 ` +
    `map_count=${mm.vmas.length} pgtables_bytes=${mm.tableBytes} total_vm=${pages} pinned_vm=0 locked_vm=0 start_brk=0 brk=0 ` +
    `mmap_lock_count=0 mmap_lock_owner=0 mm_lock_seq=${seq.toString(16)} def_flags=0\n`;
  return head + mm.vmas.map((vma) => vmaLine(m, mm, vma)).join('');
}

function vmaLine(m: Machine, mm: Mm, vma: Vma): string {
  const hex = (n: number): string => n.toString(16);
  const range = `start=${hex(vma.start)} end=${hex(vma.end)} flags=${hex(vma.flags)} pgoff=${hex(vma.pgoff)}`;
  const links = `file=${vma.file?.ptr ?? '0'} anon_vma=${vma.anonVma} mm=${mm.ptr} idx=${hex(vma.start)}-${hex(vma.end - 1)}`;
  const { vmaLock } = m.profile;
  const seq = ` lock_seq=${hex(vma.lockSeq)}`;
  if (vmaLock === 'none') return `VMA ${vma.ptr} ${range} ${links}\n`;
  if (vmaLock === 'refcnt') return `VMA ${vma.ptr} ${range} ${links}${seq} refcnt=${vma.refcnt}\n`;
  return `VMA ${vma.ptr} ${range} ${links}${seq} vm_lock=0 rwsem_count=${vma.refcnt} detached=${vma.detached ? 1 : 0}\n`;
}

function kb(name: string, pages: number): string {
  return `${`${name}:`.padEnd(16)}${String(pages * 4).padStart(8)} kB\n`;
}

const countedInSmaps = new Set(['present', 'migration', 'device_private', 'device_exclusive', 'hwpoison']);

function smaps(mm: Mm, vma: Vma): string {
  let rss = 0;
  let anonymous = 0;
  let huge = 0;
  let swap = 0;
  for (const [, pte, level] of entries(mm, vma.start, vma.end)) {
    if (pte.type === 'swap') swap++;
    // Entries that stand for a page count as it does (fs/proc/task_mmu.c, smaps_pte_entry); a poisoned one is anonymous here.
    if (!countedInSmaps.has(pte.type) || (pte.folio === null && pte.type !== 'hwpoison')) continue;
    rss++;
    if (!pte.folio?.file) anonymous++;
    if (level === 'pmd') huge++;
  }
  return (
    `${mapsLine(vma)}\n` +
    kb('Size', (vma.end - vma.start) / 4096) +
    kb('Rss', rss) +
    kb('Anonymous', anonymous) +
    kb('AnonHugePages', huge) +
    kb('Swap', swap)
  );
}

function status(m: Machine, mm: Mm): string {
  const field = (name: string, pages: number): string => `${name}:\t${String(pages * 4).padStart(8)} kB\n`;
  const pages = mm.vmas.reduce((sum, vma) => sum + (vma.end - vma.start) / 4096, 0);
  const [file, anon, swap, shmem] = mm.rss;
  return (
    `Name:\t${mm.comm}\nTgid:\t${mm.tgid}\nPid:\t${mm.tgid}\n` +
    field('VmSize', pages) +
    field('VmRSS', file + anon + shmem) +
    field('RssAnon', anon) +
    field('RssFile', file) +
    field('RssShmem', shmem) +
    field('VmPTE', mm.tableBytes / 4096) +
    field('VmSwap', swap) +
    `Threads:\t${m.tasks.filter((t) => t.mm === mm && !t.done).length}\n`
  );
}
