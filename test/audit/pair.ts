import { Audit, type AuditResult } from '../../src/audit/audit.ts';
import type { ReplayedEntry, ReplayedFolio, ReplayedMm, ReplayedVma } from '../../src/audit/replayed.ts';
import { parseSnapshot, type SnapshotFiles } from '../../src/audit/snapshot/files.ts';

/**
 * A process as the kernel's files show it, and the replay that equals it. One test changes one thing.
 *
 *   400000 [text r-xp, pgoff 1] 402000    800000 [anon rw-p, a huge page] a00000    c00000 [anon rw-p] c03000
 *          file pfn 10, 11                       pfn 200..3ff                            anon pfn 20, zero page, swap
 */
export const files: Required<SnapshotFiles> = {
  maps: `00400000-00402000 r-xp 00001000 fe:00 306                                /bin/true
00800000-00a00000 rw-p 00000000 00:00 0 
00c00000-00c03000 rw-p 00000000 00:00 0                                  [heap]
ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
`,
  smaps: `00400000-00402000 r-xp 00001000 fe:00 306                                /bin/true
Size:                  8 kB
Rss:                   8 kB
Anonymous:             0 kB
Swap:                  0 kB
VmFlags: rd ex mr mw me sd 
00800000-00a00000 rw-p 00000000 00:00 0 
Rss:                2048 kB
Anonymous:          2048 kB
AnonHugePages:      2048 kB
Swap:                  0 kB
00c00000-00c03000 rw-p 00000000 00:00 0                                  [heap]
Rss:                   4 kB
Anonymous:             4 kB
Swap:                  4 kB
SwapPss:               4 kB
`,
  status: `Name:\ttrue
VmRSS:\t    2060 kB
RssAnon:\t    2052 kB
RssFile:\t       8 kB
RssShmem:\t       0 kB
VmPTE:\t      24 kB
VmSwap:\t       4 kB
`,
  pagemap: `# vaddr raw pfn present swapped filepage_or_shared exclusive softdirty kpagecount kpageflags
400000 a180000000000010 10 1 0 1 1 1 1 40000082c
401000 a180000000000011 11 1 0 1 1 1 12 40000082c
${huge((i) => `${(0x80_0000 + i * 4096).toString(16)} 8180000000000200 ${(0x200 + i).toString(16)} 1 0 0 1 1 1 40040d82c`)}
c00000 8180000000000020 20 1 0 0 1 1 1 400005828
c01000 8180000000000030 30 1 0 0 1 1 0 1000000
c02000 4080000000000000 - 0 1 0 0 1 swaptype=0 swapoff=1
c03000 428000000000003f - 0 1 0 0 1 swaptype=1f swapoff=1
`,
  pt: `MM ffff88800447c600 pgd=ffff888030089000
PGD 0 raw=27480067
PUD 0 raw=27737067
PMD 400000 raw=273b8067 table_pfn=100 present=2 nonzero=2
PTE 400000 raw=10025 pfn=10 count=1 kpf=40000082c
PTE 401000 raw=11025 pfn=11 count=12 kpf=40000082c
PMD 600000 raw=273b9067 table_pfn=101 present=0 nonzero=0
PMDLEAF 800000 raw=80000000002008e7 pfn=200 count=1 kpf=40040d82c
PMD c00000 raw=273ba067 table_pfn=102 present=2 nonzero=3
PTE c00000 raw=20025 pfn=20 count=1 kpf=400005828
PTE c01000 raw=30025 pfn=30 count=0 kpf=1000000
PTESW c02000 raw=7fffffffffffc0a
PTESW c03000 raw=fffffffffffffc00
`,
  vma: `MM ffff88800447c600 task=ffff888006282300 map_count=3 pgtables_bytes=24576 mmap_lock_count=0 mm_lock_seq=2e def_flags=0
VMA ffff88800640fb40 start=400000 end=402000 flags=8000075 pgoff=1 file=ffff8880055fecc0 lock_seq=2b refcnt=1
VMA ffff888006450840 start=800000 end=a00000 flags=8100073 pgoff=800 file=0 lock_seq=2c refcnt=2
VMA ffff88800624bcc0 start=c00000 end=c03000 flags=8100073 pgoff=c00 file=0 lock_seq=2d refcnt=1
NVMA 3
`,
};

const sure = { since: 7, certainty: 'observed' } as const;

export const text: ReplayedVma = {
  start: 0x40_0000,
  end: 0x40_2000,
  flags: 'r-xp',
  pgoff: 1,
  lock: { vm_lock_seq: 0x2b, vm_refcnt: 1 },
  ...sure,
};
export const hugeVma: ReplayedVma = {
  start: 0x80_0000,
  end: 0xa0_0000,
  flags: 'rw-p',
  pgoff: 0x800,
  lock: { vm_lock_seq: 0x2c, vm_refcnt: 2 },
  ...sure,
};
export const heap: ReplayedVma = {
  start: 0xc0_0000,
  end: 0xc0_3000,
  flags: 'rw-p',
  pgoff: 0xc00,
  lock: { vm_lock_seq: 0x2d, vm_refcnt: 1 },
  ...sure,
};

export const textPtes: ReplayedEntry = { va: 0x40_0000, type: 'present', pfn: 0x10, level: 'pte', kind: 'file', nr: 2, ...sure };
export const hugePmd: ReplayedEntry = { va: 0x80_0000, type: 'present', pfn: 0x200, level: 'pmd', kind: 'anon', ...sure };
export const heapPte: ReplayedEntry = { va: 0xc0_0000, type: 'present', pfn: 0x20, level: 'pte', kind: 'anon', ...sure };
export const zeroPte: ReplayedEntry = { va: 0xc0_1000, type: 'present', pfn: null, level: 'pte', kind: 'zero', ...sure };
export const swapPte: ReplayedEntry = { va: 0xc0_2000, type: 'swap', pfn: null, level: 'pte', kind: 'anon', ...sure };

export const mm: ReplayedMm = {
  mm: -0x777f_fbb8_3a00,
  pids: [3908],
  complete: true,
  rss: { file: 2, anon: 513, shmem: 0, swap: 1 },
  vmas: [text, hugeVma, heap],
  ptes: [textPtes, hugePmd, heapPte, zeroPte, swapPte],
  tables: {
    pte: [
      { va: 0x40_0000, pfn: 0x100, empty: false, certainty: 'observed' },
      { va: 0x60_0000, pfn: 0x101, empty: true, certainty: 'observed' },
      { va: 0xc0_0000, pfn: 0x102, empty: false, certainty: 'observed' },
    ],
    bytes: 24576,
    certainty: 'observed',
  },
  mmap_lock: { state: 'free', seq: 0x2e, certainty: 'observed' },
};

export const folios: readonly ReplayedFolio[] = [
  { pfn: 0x10, order: 0, mapcount: 1, certainty: 'observed' },
  { pfn: 0x20, order: 0, mapcount: 1, certainty: 'observed' },
  { pfn: 0x200, order: 9, mapcount: 1, certainty: 'observed' },
];

/** Judges one process at one marker. */
export function judge(
  replayed: Partial<ReplayedMm> | null,
  saved: SnapshotFiles = files,
  some: readonly ReplayedFolio[] = folios,
): AuditResult {
  const audit = new Audit(100);
  const mms = replayed ? [{ ...mm, ...replayed }] : [];
  audit.judge({ marker: 13, label: 'here', byPid: new Map([[3908, parseSnapshot(saved)]]) }, { seq: 99, mms, folios: some });
  return audit.result();
}

function huge(line: (i: number) => string): string {
  return Array.from({ length: 512 }, (_, i) => line(i)).join('\n');
}
