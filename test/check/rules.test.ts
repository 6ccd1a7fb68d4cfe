import { describe, expect, test } from 'vitest';
import { rules } from '../../src/check/index.ts';
import { countSteps, entryWords, numbered, seqWords, vmaFieldWords, whyWords } from '../../src/facts/step-words.ts';
import { type JudgeOptions, judge, type Said, violatedBy } from './judge.ts';

/* Each rule once kept and once broken, by the fewest facts that do. */

const Why = numbered(whyWords);
const Type = numbered(entryWords);
const Count = numbered(countSteps);
const Seq = numbered(seqWords);
const Field = numbered(vmaFieldWords);

const MM = -0x1000;
const VMA = -0x2000;
const VA = 0x7f00_0000_0000;
const PFN = 0x1000;
const TABLE = 0x2000;
const F = 0x4000_0000;

const alloc = (pfn = PFN, order = 0): Said => ({ kind: 'folio_alloc', pfn, order, user: 1 });
const free = (pfn = PFN, order = 0): Said => ({ kind: 'folio_free', pfn, order });
const anonNew = (pfn = PFN, va = VA): Said => ({ kind: 'anon_new', mm: MM, va, pfn, nr: 1, level: 1 });
const fileAdd = (pfn = PFN, va = VA): Said => ({
  kind: 'file_add',
  mm: MM,
  va,
  pfn,
  nr: 1,
  level: 1,
  shmem: 0,
  vmaFile: -0x9000,
});
const rmapRemove = (pfn = PFN, va = VA): Said => ({
  kind: 'rmap_remove',
  mm: MM,
  va,
  pfn,
  nr: 1,
  level: 1,
  vmaStart: VA,
  vmaEnd: VA + 0x10_0000,
  vmaFile: 0,
  mappingLow: 1,
});
interface EntryFields {
  readonly va?: number;
  readonly pfn?: number;
  readonly type?: number;
  readonly write?: number;
  readonly dirty?: number;
  readonly young?: number;
  readonly excl?: number;
  readonly why?: number;
  readonly mm?: number;
  readonly level?: number;
  readonly nr?: number;
}
const entry = (kind: 'step_pte_set' | 'step_pte_clear', fields: EntryFields): Said => ({
  kind,
  mm: MM,
  va: VA,
  nr: 1,
  level: 1,
  table: TABLE,
  type: Type.present,
  pfn: PFN,
  write: 0,
  dirty: 0,
  young: 1,
  excl: 0,
  why: Why.fault,
  ...fields,
});
const set = (fields: EntryFields = {}): Said => entry('step_pte_set', fields);
const clear = (fields: EntryFields = {}): Said => entry('step_pte_clear', { why: Why.zap, ...fields });
const flush: Said = { kind: 'step_tlb_flush', mm: MM, start: 0, end: 0x8000_0000_0000 };
const ptl = (held: number): Said => ({ kind: 'step_ptl', mm: MM, va: VA, table: TABLE, held });
const ref = (refs: number, delta = 1): Said => ({ kind: 'step_folio_ref', pfn: PFN, delta, refs, why: -1 });
const dirty = (on: number): Said => ({ kind: 'step_folio_dirty', pfn: PFN, dirty: on, why: -1 });
const cached: Said = { kind: 'cache_add', pfn: PFN, order: 0 };
const ae = (on: number, why: number = Why.fault, pfn = PFN, nr = 1): Said => ({ kind: 'step_ae', pfn, nr, set: on, why });
const pin = (fields: { readonly fast?: number; readonly same?: number; readonly seq1?: number } = {}): Said => ({
  kind: 'step_gup_pin',
  mm: MM,
  va: VA,
  pfn: PFN,
  nr: 1,
  flags: 0x8_0001,
  fast: 0,
  seq0: 2,
  seq1: 2,
  same: 1,
  ...fields,
});
const newMm: Said = { kind: 'mm_new', mm: MM, whole: 1 };
const writeLock: Said = { kind: 'mmap_lock_acq', mm: MM, write: 1, ok: 1 };
const mmSeq = (seq: number, why: number = Seq.lock): Said => ({ kind: 'step_mm_seq', mm: MM, seq, why });
const vmaNew: Said = { kind: 'vma_alloc', vma: VMA, mm: MM, lseq: 0xffff_ffff, refc: 0 };
const count = (step: number, refcnt: number, tid = 1): Said => ({
  kind: 'step_vma_count',
  vma: VMA,
  mm: MM,
  refcnt,
  step,
  tid,
});
const vmaSeq = (seq: number, refcnt: number): Said => ({ kind: 'step_vma_seq', vma: VMA, mm: MM, seq, refcnt });
const attached: Said[] = [newMm, writeLock, mmSeq(1), vmaNew, vmaSeq(1, 0), count(Count.attach, 1)];
const readTry = (tid = 2): Said => ({ kind: 'vma_read_try', mm: MM, va: VA, tid });
const readOk = (tid = 2): Said => ({ kind: 'vma_read_end_try', vma: VMA, refc: -1, lseq: -1, ends: 0, tid });
const unlocked: Said[] = [{ kind: 'mmap_lock_rel', mm: MM, write: 1 }, mmSeq(2, Seq.unlock)];
const reader: Said[] = [readTry(), count(Count.read_get, 2, 2), readOk()];
const change = (field: number, rmap: number): Said => ({
  kind: 'step_vma_change',
  vma: VMA,
  mm: MM,
  field,
  old: 0,
  new: 1,
  rmap,
});
const faultBegin = (flags = 0x254): Said => ({ kind: 'fault_begin', mm: MM, va: VA, flags, vma: VMA, file: 0 });
const faultEnd: Said = { kind: 'fault_end', ret: 0 };
const rss = (member: number, bytes: number): Said => ({ kind: 'rss', mmId: 7, curr: 1, member, bytes });
const inMm: Said = { kind: 'mm_current', mm: MM };
const linked: Said[] = [
  { kind: 'pt_alloc', pfn: TABLE },
  { kind: 'pt_link', mm: MM, pmd: -0x5000, pfn: TABLE },
];
const gone: Said[] = [
  { kind: 'mm_exit', mm: MM },
  { kind: 'mm_free', mm: MM },
];

interface Example {
  readonly kept: readonly Said[];
  readonly broken: readonly Said[];
  readonly options?: JudgeOptions;
}

const examples: Readonly<Record<string, Example>> = {
  A1: { kept: [alloc(), anonNew(), rmapRemove()], broken: [alloc(), anonNew(), rmapRemove(), rmapRemove()] },
  A2: { kept: [alloc(), anonNew(), rmapRemove(), free()], broken: [alloc(), anonNew(), free()] },
  A3: { kept: [alloc(), set(), clear(), flush, free()], broken: [alloc(), set(), clear(), free()] },
  A4: { kept: [alloc(), ref(0, -1), free()], broken: [alloc(), ref(1, -1), free()] },
  A5: {
    kept: [alloc(), { kind: 'step_swapcache', pfn: PFN, entry: 1, add: 0 }, anonNew(), ref(1, -1)],
    broken: [
      alloc(),
      anonNew(),
      anonNew(PFN, VA),
      { kind: 'step_rmap_dup', mm: MM, va: VA, pfn: PFN, nr: 1, level: 1 },
      ref(1, -1),
    ],
  },
  A6: { kept: [alloc(), ptl(1), anonNew(), set(), ptl(0)], broken: [alloc(), ptl(1), set(), ptl(0)] },
  A7: {
    kept: [alloc(), fileAdd(), set({ dirty: 1 }), clear({ dirty: 1 }), flush, rmapRemove()],
    broken: [alloc(), fileAdd(), set({ dirty: 1 }), clear({ dirty: 1 }), rmapRemove(), flush],
  },
  A8: {
    kept: [alloc(), fileAdd(), set({ write: 1, dirty: 1 }), clear({ write: 1, dirty: 1 }), dirty(0)],
    broken: [alloc(), fileAdd(), set({ write: 1, dirty: 1 }), clear({ write: 1, dirty: 1 }), rmapRemove(), dirty(0)],
  },
  A9: {
    kept: [alloc(), cached, fileAdd(), set({ dirty: 1 }), ptl(1), clear({ dirty: 1 }), dirty(1), flush, ptl(0)],
    broken: [alloc(), cached, fileAdd(), set({ dirty: 1 }), ptl(1), clear({ dirty: 1 }), flush, ptl(0)],
  },
  A10: {
    kept: [
      alloc(),
      anonNew(),
      set({ write: 1 }),
      clear({ write: 1, why: Why.unmap }),
      flush,
      { kind: 'step_writeback', pfn: PFN, busy: 1 },
    ],
    broken: [
      alloc(),
      anonNew(),
      set({ write: 1 }),
      clear({ write: 1, why: Why.unmap }),
      { kind: 'step_writeback', pfn: PFN, busy: 1 },
    ],
  },
  A11: {
    kept: [alloc(), fileAdd(), set({ dirty: 1 }), ptl(1), clear({ dirty: 1 }), dirty(1), flush, ptl(0)],
    broken: [alloc(), fileAdd(), set({ dirty: 1 }), ptl(1), clear({ dirty: 1 }), dirty(1), ptl(0), flush],
  },
  A12: {
    kept: [{ kind: 'step_tlb_slot', mm: MM, va: VA, pfn: PFN, nr: 1, delay: 1, pending: 516 }],
    broken: [{ kind: 'step_tlb_slot', mm: MM, va: VA, pfn: PFN, nr: 1, delay: 1, pending: 517 }],
  },
  A13: {
    kept: [alloc(), fileAdd(), { kind: 'step_tlb_slot', mm: MM, va: VA, pfn: PFN, nr: 1, delay: 1, pending: 1 }],
    broken: [alloc(), anonNew(), { kind: 'step_tlb_slot', mm: MM, va: VA, pfn: PFN, nr: 1, delay: 1, pending: 1 }],
  },
  A14: {
    kept: [alloc(), set(), clear({ why: Why.cow }), flush, set({ pfn: PFN + 1, why: Why.cow }), rmapRemove()],
    broken: [alloc(), set(), clear({ why: Why.cow }), flush, rmapRemove(), set({ pfn: PFN + 1, why: Why.cow })],
  },
  A15: {
    kept: [...shared(), alloc(), fileAdd(), { kind: 'step_mkwrite', mm: MM, va: VA, pfn: PFN }, set({ write: 1 })],
    broken: [...shared(), alloc(), cached, fileAdd(), set({ write: 1 })],
  },
  A16: {
    kept: [newMm, ...linked, { kind: 'pt_free', mm: MM, pfn: TABLE }, ...gone],
    broken: [newMm, ...linked, ...gone],
  },
  PA13: {
    kept: [
      set({ write: 1 }),
      { kind: 'step_access', mm: MM, va: VA, write: 1, pfn: PFN, hit: 0, young: 1, dirty: 1 },
      clear({ dirty: 1 }),
    ],
    broken: [set({ write: 1 }), { kind: 'step_access', mm: MM, va: VA, write: 1, pfn: PFN, hit: 0, young: 1, dirty: 1 }, clear()],
  },
  R1: {
    kept: [newMm, inMm, alloc(), anonNew(), set(), rss(1, 4096), writeLock, { kind: 'mmap_lock_rel', mm: MM, write: 1 }],
    broken: [newMm, inMm, alloc(), anonNew(), set(), rss(1, 8192), writeLock, { kind: 'mmap_lock_rel', mm: MM, write: 1 }],
  },
  R2: { kept: [newMm, inMm, rss(0, 0)], broken: [newMm, inMm, rss(0, -4096)] },
  R3: {
    kept: [newMm, ...linked, { kind: 'pt_free', mm: MM, pfn: TABLE }, ...gone],
    broken: [newMm, ...linked, ...gone],
  },
  R4: {
    kept: swapOut([rss(1, 0), rss(2, 4096)]),
    broken: swapOut([rss(1, 0)]),
  },
  R5: {
    kept: [newMm, inMm, rss(1, 4096), ptl(1), set({ type: Type.zero, pfn: 1 }), ptl(0)],
    broken: [newMm, inMm, rss(1, 4096), ptl(1), set({ type: Type.zero, pfn: 1 }), rss(1, 8192), ptl(0)],
  },
  B8: {
    kept: [ptl(1), { kind: 'step_pmd_lock', mm: MM, va: VA, try: 1, ok: 1 }],
    broken: [ptl(1), { kind: 'step_pmd_lock', mm: MM, va: VA, try: 0, ok: 1 }],
  },
  B9: {
    kept: [{ kind: 'pt_alloc', pfn: TABLE }, tableRef(1, 1, 0), tableRef(-1, 0, 2)],
    broken: [{ kind: 'pt_alloc', pfn: TABLE }, tableRef(1, 1, 0), tableRef(-1, 0, 2), tableRef(1, 1, 1)],
    options: { design: { ptReclaim: 'R1' } },
  },
  B10: {
    kept: [{ kind: 'pt_alloc', pfn: TABLE }, faultBegin(), tableRef(1, 1, 0), tableRef(-1, 0, 3), faultEnd],
    broken: [{ kind: 'pt_alloc', pfn: TABLE }, faultBegin(), tableRef(1, 1, 0), faultEnd],
    options: { design: { ptReclaim: 'R1' } },
  },
  C5: {
    kept: [faultBegin(), { kind: 'pt_alloc', pfn: TABLE }, free(TABLE), faultEnd],
    broken: [faultBegin(), { kind: 'pt_alloc', pfn: TABLE }, faultEnd],
  },
  C7: {
    kept: [newMm, inMm, rss(0, 0), alloc(), fileAdd(), ptl(1), set({ why: Why.prefault }), rss(0, 4096), ptl(0)],
    broken: [newMm, inMm, rss(0, 0), alloc(), fileAdd(), ptl(1), set({ why: Why.prefault }), ptl(0)],
  },
  D1: { kept: [...attached, ...unlocked, ...reader], broken: [...attached, ...unlocked, count(Count.read_get, 3, 2)] },
  D2: {
    kept: [...attached, count(Count.exclude, F + 1)],
    broken: [...attached, ...unlocked, count(Count.exclude, F + 1)],
  },
  D3: {
    kept: [...attached, ...unlocked, ...reader],
    broken: [...attached, readTry(), count(Count.read_get, 2, 2), readOk()],
  },
  D5: { kept: [...attached, ...unlocked, ...reader], broken: [newMm, vmaNew, readTry(), count(Count.read_get, 1, 2)] },
  D6: {
    kept: attached,
    broken: [newMm, writeLock, mmSeq(1), vmaNew, count(Count.attach, 1)].concat(vmaSeq(3, 0), count(Count.detach, 0)),
  },
  D7: { kept: [newMm, writeLock, vmaSeq(1, F + 1)], broken: [newMm, writeLock, vmaSeq(1, 3)] },
  D8: { kept: [newMm, mmSeq(1)], broken: [newMm, mmSeq(2)] },
  D9: { kept: [count(Count.read_get, F - 1)], broken: [count(Count.exclude, 0x8000_0001)] },
  D10: {
    kept: [...attached, count(Count.detach, 0), { kind: 'vma_free', vma: VMA, mm: MM }],
    broken: [...attached, ...unlocked, ...reader, count(Count.detach, 1), { kind: 'vma_free', vma: VMA, mm: MM }],
  },
  D11: { kept: [count(Count.read_get, 2)], broken: [count(Count.read_get, F + 2)] },
  D13: {
    kept: [...attached, ...unlocked, ...reader, count(Count.read_end, 1, 2)],
    broken: [...attached, ...unlocked, count(Count.read_end, 1, 2)],
  },
  D14: {
    kept: [...attached, change(Field.vm_end, 1)],
    broken: [...attached, change(Field.vm_end, 0)],
  },
  D15: { kept: [newMm, mmSeq(2, Seq.downgrade)], broken: [newMm, mmSeq(1, Seq.downgrade)] },
  PA1: {
    kept: [newMm, writeLock, { kind: 'vma_write', vma: VMA, mm: MM, mmSeq: 1, refc: 1, lseq: -1 }],
    broken: [newMm, { kind: 'vma_write', vma: VMA, mm: MM, mmSeq: 1, refc: 1, lseq: -1 }],
  },
  PA4: {
    kept: [newMm, writeLock, { kind: 'mmap_lock_rel', mm: MM, write: 1 }, { ...writeLock, tid: 2 }],
    broken: [newMm, writeLock, { ...writeLock, tid: 2 }],
  },
  'E-I1': { kept: [alloc(), anonNew(), ae(1)], broken: [alloc(), fileAdd(), ae(1)] },
  'E-I2': { kept: [alloc(), anonNew(), ae(1), ae(0, Why.fork), dup()], broken: [alloc(), anonNew(), ae(1), dup()] },
  'E-I3': { kept: [alloc(), anonNew(), ae(1), set({ write: 1 })], broken: [alloc(), anonNew(), set({ write: 1 })] },
  'E-I5': { kept: [alloc(), anonNew(), ae(1), ae(0, Why.fork)], broken: [alloc(), anonNew(), ae(1), pin(), ae(0, Why.fork)] },
  'E-I6': { kept: [alloc(), anonNew(), ae(1), pin()], broken: [alloc(), anonNew(), pin()] },
  'E-I7': {
    kept: [alloc(), anonNew(), ae(1), pin(), set({ why: Why.cow })],
    broken: [alloc(), anonNew(), ae(1), pin(), set({ pfn: PFN + 1, why: Why.cow })],
  },
  'E-I8': {
    kept: [
      alloc(),
      anonNew(),
      ae(1),
      set(),
      clear({ why: Why.unmap }),
      ae(0, Why.swap),
      set({ type: Type.swap, pfn: 9, why: Why.unmap }),
    ],
    broken: [alloc(), anonNew(), ae(1), set(), clear({ why: Why.unmap }), set({ type: Type.swap, pfn: 9, why: Why.unmap })],
  },
  'E-I9': {
    kept: [set({ type: Type.swap, pfn: 9, excl: 1 })],
    broken: [set({ type: Type.swap, pfn: 9, excl: 1 }), set({ type: Type.swap, pfn: 9, mm: MM - 8 })],
  },
  'E-I10': {
    kept: [alloc(), anonNew(), set({ type: Type.migration, write: 1, why: Why.migrate })],
    broken: [alloc(), anonNew(), set({ va: VA + 4096 }), set({ type: Type.migration, write: 1, why: Why.migrate })],
  },
  'E-I11': {
    kept: [...forking(1), ae(0, Why.fork)],
    broken: [...forking(2), ae(0, Why.fork)],
  },
  'E-I12': {
    kept: [alloc(), anonNew(), ae(1), set(), ptl(1), clear({ why: Why.migrate }), ae(0, Why.migrate)],
    broken: [alloc(), anonNew(), ae(1), set(), ptl(1), ae(0, Why.migrate)],
  },
  'E-I13': { kept: [pin({ fast: 1 })], broken: [pin({ fast: 1, same: 0 })] },
  'E-I14': { kept: [decide(1, 0)], broken: [decide(2, 0)] },
  'E-I15': {
    kept: [alloc(PFN, 9), huge(), ae(1)],
    broken: [alloc(PFN, 9), huge(), ae(1, Why.fault, PFN + 5)],
  },
  'E-I16': {
    kept: [...split(), ae(1, Why.split, PFN + 1, 511), set({ why: Why.split, nr: 512 })],
    broken: [...split(), set({ why: Why.split, nr: 512 })],
  },
  'E-I17': {
    kept: [alloc(), anonNew(), ae(1), faultBegin(0x654), ptl(1), set({ write: 0 }), ptl(0), set({ write: 1 }), faultEnd],
    broken: [alloc(), anonNew(), ae(1), faultBegin(0x654), ptl(1), set({ write: 1 }), ptl(0), faultEnd],
  },
  'E-I18': { kept: [alloc(), ae(1, Why.swapin)], broken: [alloc(), ae(1), ae(1, Why.swapin)] },
  'E-I19': { kept: [alloc(), anonNew(), ae(1), pin(), ref(1025)], broken: [alloc(), anonNew(), ae(1), pin(), ref(3)] },
};

/** A shared file mapping at VA. */
function shared(): Said[] {
  const file = -0x9000;
  const state = { mm: MM, start: VA, end: VA + 0x10_0000, flags: 0xfb, flagsHigh: 0, pgoff: 0, file, anonVma: 0 };
  return [newMm, { kind: 'vma_state', vma: VMA, ...state, lseq: -1, refc: -1 }];
}

function dup(): Said {
  return { kind: 'step_rmap_dup', mm: MM, va: VA, pfn: PFN, nr: 1, level: 1 };
}

function swapOut(counters: readonly Said[]): Said[] {
  const before = [newMm, inMm, rss(1, 4096), rss(2, 0), alloc(), anonNew(), set()];
  const moved = [clear({ why: Why.unmap }), set({ type: Type.swap, pfn: 9, why: Why.unmap }), ...counters];
  return [...before, ptl(1), ...moved, ptl(0)];
}

function tableRef(delta: number, refs: number, why: number): Said {
  return { kind: 'step_pte_ref', mm: MM, va: VA, table: TABLE, delta, refs, why };
}

function forking(seq: number): Said[] {
  return [
    newMm,
    alloc(),
    anonNew(),
    ae(1),
    { kind: 'step_wp_seq', mm: MM, seq },
    { kind: 'copy_range', src: MM, dst: MM - 8, start: VA, end: VA + 4096, anonVma: -1, flags: 0x73 },
  ];
}

function decide(refs: number, excl: number): Said {
  return { kind: 'step_wp_decide', mm: MM, va: VA, pfn: PFN, refs, mapcount: 1, swapcache: 0, excl, reuse: 1 };
}

function huge(): Said {
  return { kind: 'anon_new', mm: MM, va: VA, pfn: PFN, nr: 512, level: 2 };
}

function split(): Said[] {
  return [alloc(PFN, 9), huge(), ae(1), clear({ level: 2, nr: 512, why: Why.split })];
}

describe.each(Object.entries(examples))('%s', (id, { kept, broken, options }) => {
  test('is judged and holds where it is kept', () => {
    const judged = judge(kept, options)[id];
    expect({ id, ...judged }).toMatchObject({ violated: 0, possible: 0 });
    if (id !== 'A16') expect(judged.held).toBeGreaterThan(0);
  });

  test('is violated where it is broken', () => {
    expect(violatedBy(broken, options)).toContain(id);
  });
});

test('rules have ids of their own, a meaning in one line and a kernel source', () => {
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
  for (const rule of rules) {
    expect(rule.meaning).toMatch(/^[^\n]{20,}$/);
    expect(rule.source).not.toBe('');
    if (rule.sameAs) expect(rules.map(({ id }) => id)).toContain(rule.sameAs);
  }
  expect(rules.filter((rule) => !rule.sameAs && !rule.id.startsWith('PA'))).toHaveLength(75);
});

describe('order', () => {
  const facts = (gap: number, cpu: number): Said[] => [
    { ...alloc(), ts: 0 },
    { ...set(), ts: 1000 },
    { ...clear(), ts: 2000, cpu: 1, tid: 2 },
    { ...free(), ts: 2000 + gap, cpu },
  ];

  test('events of two CPUs within the skew have none: possible, not violated', () => {
    expect(judge(facts(500, 0), { clockSkew: 1000 }).A3).toMatchObject({ violated: 0, possible: 1 });
    expect(judge(facts(1500, 0), { clockSkew: 1000 }).A3).toMatchObject({ violated: 1, possible: 0 });
    expect(judge(facts(500, 1), { clockSkew: 1000 }).A3).toMatchObject({ violated: 1, possible: 0 });
  });

  test('what follows within the skew may have come before', () => {
    const freed = facts(5000, 0);
    const flushed = (ts: number): Said[] => [...freed, { ...flush, ts, cpu: 1, tid: 2 }];
    expect(judge(flushed(7400), { clockSkew: 1000 }).A3).toMatchObject({ violated: 0, possible: 1 });
    expect(judge(flushed(8400), { clockSkew: 1000 }).A3).toMatchObject({ violated: 1, possible: 0 });
  });
});

test('without the events it needs a rule is skipped, not held', () => {
  const { A3, A4 } = judge([alloc(), anonNew(), rmapRemove(), free()], { names: ['mm_page_alloc'] });
  expect([A3.held, A3.skipped, A4.skipped]).toEqual([0, 1, 1]);
});

test('a cleaned page in the known window of A0 is possible only', () => {
  const { A8 } = judge(examples.A8.broken, { kernel: '6.1' });
  expect(A8).toMatchObject({ violated: 0, possible: 1 });
});

test('after a loss nothing older is known: a page allocated before it has no mapcount to judge', () => {
  const { A1 } = judge([alloc(), anonNew(), 'lost', rmapRemove(), rmapRemove()]);
  expect(A1).toMatchObject({ violated: 0, skipped: 2 });
});
