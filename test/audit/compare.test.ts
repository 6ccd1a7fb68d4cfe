import { describe, expect, test } from 'vitest';
import { Audit, type AuditResult } from '../../src/audit/audit.ts';
import { parseSnapshot } from '../../src/audit/snapshot/files.ts';
import { inKernel, isExact, sum } from '../../src/audit/tally.ts';
import { files, folios, heap, heapPte, hugePmd, hugeVma, judge, mm, swapPte, text, textPtes, zeroPte } from './pair.ts';

/** The counts of one comparison that are not zero, with those of `different` and `extra` by certainty. */
function counts({ total }: AuditResult, name: string): object {
  const tally = total.get(name);
  if (!tally) return {};
  const some = { matched: sum(tally.matched), missing: tally.missing, unknown: tally.unknown };
  const kept: [string, unknown][] = Object.entries(some).filter(([, n]) => n > 0);
  for (const what of ['different', 'extra'] as const) {
    for (const [certainty, n] of Object.entries(tally[what])) if (n > 0) kept.push([`${what} ${certainty}`, n]);
  }
  return Object.fromEntries(kept);
}

test('a replay that equals the kernel is exact in everything', () => {
  const result = judge({});
  expect([...result.total].filter(([, tally]) => !isExact(tally)).map(([name]) => name)).toEqual([]);
  expect(result.wrongObserved).toBe(0);
  expect(result.findings).toEqual([]);
  expect(Object.fromEntries([...result.total].map(([name, tally]) => [name, inKernel(tally)]))).toEqual({
    vma: 3,
    pte: 516,
    swap: 1,
    'pte-table': 3,
    'empty-table': 3,
    'table-bytes': 1,
    'rss anon': 1,
    'rss file+shmem': 1,
    'rss swap': 1,
    'status anon': 1,
    'status file': 1,
    'status shmem': 1,
    'status swap': 1,
    'rss_stat anon': 1,
    'rss_stat file': 1,
    'rss_stat shmem': 1,
    'rss_stat swap': 1,
    mm_lock_seq: 1,
    mmap_lock: 1,
    vm_lock_seq: 3,
    vm_refcnt: 3,
    mapcount: 3,
  });
});

describe('VMAs', () => {
  test.each([
    ['start', { ...heap, start: 0xbf_f000 }],
    ['end', { ...heap, end: 0xc0_4000 }],
    ['flags', { ...heap, flags: 'r--p' }],
    ['pgoff', { ...heap, pgoff: 0 }],
  ])('a wrong %s is different in that field, and wrong observed', (field, wrong) => {
    const result = judge({ vmas: [text, hugeVma, wrong] });
    expect(counts(result, 'vma')).toEqual({ matched: 2, 'different observed': 1 });
    expect(result.total.get('vma')?.fields).toEqual({ [field]: 1 });
    expect(result.wrongObserved).toBe(1);
  });

  test('one that the replay lacks is missing', () => {
    expect(counts(judge({ vmas: [text, hugeVma] }), 'vma')).toEqual({ matched: 2, missing: 1 });
  });

  test('one that only the replay has is extra', () => {
    const ghost = { ...heap, start: 0x10_0000, end: 0x10_1000, certainty: 'inferred' } as const;
    const result = judge({ vmas: [text, hugeVma, heap, ghost] });
    expect(counts(result, 'vma')).toEqual({ matched: 3, 'extra inferred': 1 });
    expect(result.wrongObserved).toBe(0);
  });

  test('a process without an mm in the replay misses all', () => {
    const result = judge(null);
    expect(counts(result, 'vma')).toEqual({ missing: 3 });
    expect(counts(result, 'pte')).toEqual({ missing: 516 });
    expect(result.wrongObserved).toBe(0);
  });

  test('what an mm lacks that was not followed from its creation is unknown', () => {
    const result = judge({ complete: false, vmas: [text], ptes: [] });
    expect(counts(result, 'vma')).toEqual({ matched: 1, unknown: 2 });
    expect(counts(result, 'pte')).toEqual({ unknown: 516 });
  });

  test('a process whose maps is empty has no VMA: what the replay has is extra', () => {
    expect(counts(judge({}, { maps: '' }), 'vma')).toEqual({ 'extra observed': 3 });
  });

  test('an offset that the replay does not know is unknown, not wrong', () => {
    expect(counts(judge({ vmas: [text, hugeVma, { ...heap, pgoff: null }] }), 'vma')).toEqual({ matched: 2, unknown: 1 });
  });

  test('without a dump, the pgoff of a VMA without a file is not judged: maps prints 0', () => {
    expect(counts(judge({}, { maps: files.maps }), 'vma')).toEqual({ matched: 3 });
  });
});

describe('present entries', () => {
  const without = (...entries: object[]) => (mm.ptes as object[]).filter((entry) => !entries.includes(entry)) as typeof mm.ptes;
  const others = (...entries: object[]) => [...without(...entries)];

  test('a wrong pfn is different, for each page of a run', () => {
    const result = judge({ ptes: [...others(textPtes), { ...textPtes, pfn: 0x11 }] });
    expect(counts(result, 'pte')).toEqual({ matched: 514, 'different observed': 2 });
    expect(result.total.get('pte')?.fields).toEqual({ pfn: 2 });
    expect(result.wrongObserved).toBe(2);
  });

  test('a huge page mapped by small entries is different in level', () => {
    const result = judge({ ptes: [...others(hugePmd), { ...hugePmd, level: 'pte', nr: 512 }] });
    expect(counts(result, 'pte')).toEqual({ matched: 4, 'different observed': 512 });
    expect(result.total.get('pte')?.fields).toEqual({ level: 512 });
  });

  test('an entry the replay lacks is missing, one that only it has is extra', () => {
    const moved = { ...heapPte, va: 0xc0_5000, certainty: 'doubtful' } as const;
    expect(counts(judge({ ptes: [...others(heapPte), moved] }), 'pte')).toEqual({
      matched: 515,
      missing: 1,
      'extra doubtful': 1,
    });
  });

  test('an entry whose pfn the replay does not know is unknown', () => {
    expect(counts(judge({ ptes: [...others(heapPte), { ...heapPte, pfn: null }] }), 'pte')).toEqual({ matched: 515, unknown: 1 });
  });

  test('the zero page is wrong where there is an ordinary page', () => {
    const wrong = { ...zeroPte, va: heapPte.va };
    expect(counts(judge({ ptes: [...others(heapPte), wrong] }), 'pte')).toEqual({ matched: 515, 'different observed': 1 });
  });

  test('an entry that pagemap hides (VM_PFNMAP) counts by the walk', () => {
    const saved = { ...files, pagemap: files.pagemap.replace(/^400000.*\n/m, '') };
    expect(counts(judge({}, saved), 'pte')).toEqual({ matched: 516 });
  });

  test('where the walk contradicts pagemap, it was read later: only pagemap counts', () => {
    const pt = files.pt.replace('PTE c00000 raw=20025 pfn=20', 'PTE c00000 raw=99025 pfn=99');
    expect(counts(judge({}, { ...files, pt }), 'pte')).toEqual({ matched: 516 });
  });

  test('a PROT_NONE entry holds its frame inverted in the walk', () => {
    const pt = files.pt.replace('PTE c00000 raw=20025 pfn=20', 'PTEPROTNONE c00000 raw=fffffffdf960 pfn=ffffffffdf');
    expect(counts(judge({}, { pt }), 'pte')).toEqual({ matched: 516 });
  });
});

test('swap entries: missing and extra; a marker is no swap entry', () => {
  const elsewhere = { ...swapPte, va: 0xc0_3000, certainty: 'inferred' } as const;
  expect(counts(judge({ ptes: [textPtes, elsewhere] }), 'swap')).toEqual({ missing: 1, 'extra inferred': 1 });
});

describe('tables', () => {
  const [first, second, third] = [...(mm.tables.pte ?? [])];
  const judgeTables = (...pte: (typeof first)[]) => judge({ tables: { ...mm.tables, pte } });

  test('missing, extra, and another page frame', () => {
    const result = judgeTables({ ...first, pfn: 0x999 }, second, { ...third, va: 0xe0_0000 });
    expect(counts(result, 'pte-table')).toEqual({ matched: 1, missing: 1, 'different observed': 1, 'extra observed': 1 });
  });

  test('a table whose place is not known is unknown', () => {
    expect(counts(judgeTables(first, { ...second, va: null }, third), 'pte-table')).toEqual({ matched: 2, unknown: 1 });
    expect(counts(judgeTables(first, second, third, { ...third, va: null, pfn: 0x999 }), 'pte-table')).toEqual({
      matched: 3,
      'extra observed': 1,
    });
  });

  test('a table that is not empty although the replay says so', () => {
    expect(counts(judgeTables(first, second, { ...third, empty: true }), 'empty-table')).toEqual({
      matched: 2,
      'different observed': 1,
    });
  });

  test('a trace that does not tell tables leaves them unknown', () => {
    const result = judge({ tables: { pte: null, bytes: null, certainty: 'unknown' } });
    expect(counts(result, 'pte-table')).toEqual({ unknown: 3 });
    expect(counts(result, 'table-bytes')).toEqual({ unknown: 1 });
  });

  test('wrong bytes', () => {
    expect(counts(judge({ tables: { ...mm.tables, bytes: 4096 } }), 'table-bytes')).toEqual({ 'different observed': 1 });
  });
});

describe('rss', () => {
  const withKind = (kind: string) => judge({ ptes: [{ ...textPtes, kind }, hugePmd, heapPte, zeroPte, swapPte] });

  test('a file page taken for anonymous is wrong in both counts', () => {
    const result = withKind('anon');
    expect(counts(result, 'rss anon')).toEqual({ 'different observed': 1 });
    expect(counts(result, 'rss file+shmem')).toEqual({ 'different observed': 1 });
    expect(counts(result, 'status file')).toEqual({ 'different observed': 1 });
  });

  test('shmem for file is seen by status only, and status never counts as wrong', () => {
    const result = withKind('shmem');
    expect(counts(result, 'rss file+shmem')).toEqual({ matched: 1 });
    expect(counts(result, 'status shmem')).toEqual({ 'different observed': 1 });
    expect(result.wrongObserved).toBe(0);
  });

  test('with an entry of unknown kind, no count is called observed', () => {
    expect(counts(withKind('unknown'), 'rss file+shmem')).toEqual({ 'different unknown': 1 });
  });

  test('a swap entry too few', () => {
    const result = judge({ ptes: [textPtes, hugePmd, heapPte, zeroPte] });
    expect(counts(result, 'rss swap')).toEqual({ 'different observed': 1 });
    expect(counts(result, 'status swap')).toEqual({ 'different observed': 1 });
  });

  test('the last rss_stat is compared with status, and may be unknown', () => {
    const result = judge({ rss: { file: 3, anon: null, shmem: 0, swap: 1 } });
    expect(counts(result, 'rss_stat file')).toEqual({ 'different observed': 1 });
    expect(counts(result, 'rss_stat anon')).toEqual({ unknown: 1 });
    expect(result.wrongObserved).toBe(0);
  });
});

describe('locks', () => {
  test('mm_lock_seq and the state of mmap_lock', () => {
    const result = judge({ mmap_lock: { state: 'write', seq: 1, certainty: 'observed' } });
    expect(counts(result, 'mm_lock_seq')).toEqual({ 'different observed': 1 });
    expect(counts(result, 'mmap_lock')).toEqual({ 'different observed': 1 });
    expect(result.wrongObserved).toBe(2);
  });

  test('vm_lock_seq and vm_refcnt, VMA by VMA', () => {
    const result = judge({ vmas: [text, { ...hugeVma, lock: { vm_lock_seq: 1, vm_refcnt: null } }, heap] });
    expect(counts(result, 'vm_lock_seq')).toEqual({ matched: 2, 'different observed': 1 });
    expect(counts(result, 'vm_refcnt')).toEqual({ matched: 2, unknown: 1 });
  });

  test('a kernel without per-VMA locks is not compared', () => {
    const vma = files.vma.replaceAll(/ lock_seq=\S+ refcnt=\S+/g, '').replace('mm_lock_seq=2e', 'mm_lock_seq=0');
    const result = judge({}, { ...files, vma });
    expect(['mm_lock_seq', 'vm_lock_seq', 'vm_refcnt'].map((name) => result.total.has(name))).toEqual([false, false, false]);
  });
});

describe('mapcounts', () => {
  const [file, heapFolio, huge] = folios;
  const judgeFolios = (...some: (typeof file)[]) => counts(judge({}, files, some), 'mapcount');

  test('a page that other processes map is not judged: pfn 11 has kpagecount 12', () => {
    expect(judgeFolios(file, heapFolio, huge, { ...file, pfn: 0x11, mapcount: 5 })).toEqual({ matched: 3 });
  });

  test('a wrong mapcount, one unknown, and a folio the replay lacks', () => {
    expect(judgeFolios({ ...file, mapcount: 2 }, { ...heapFolio, mapcount: null }, huge)).toEqual({
      matched: 1,
      unknown: 1,
      'different observed': 1,
    });
    expect(judgeFolios(file, huge)).toEqual({ matched: 2, missing: 1 });
  });
});

test('findings beyond the limit are counted only', () => {
  const result = judge(null);
  expect(result.findings.length).toBe(100);
  expect(result.findingsLeftOut).toBeGreaterThan(400);
});

test('a snapshot that others changed while it was taken is right when it equals the state after that', () => {
  const audit = new Audit(10);
  const at = { marker: 13, label: 'here', byPid: new Map([[3908, parseSnapshot(files)]]) };
  const before = { seq: 99, mms: [{ ...mm, ptes: [textPtes] }], folios: null };
  audit.judge(at, before, () => ({ ...before, mms: [mm] }));
  const result = audit.result();
  expect(counts(result, 'pte')).toEqual({ matched: 516 });
  expect(result.verdicts[0].settled).toEqual(['pte', 'swap', 'rss anon', 'rss swap']);
  expect(result.findings).toEqual([]);
});
