import type { Choices } from './designs.ts';
import type { Tally } from './tally.ts';

/*
 * What the model says of each small scenario, under each design (section 11 of the model): steps that must have happened so
 * often up to the marker `result`, and 0 for those that must not.
 */

const fork = 1;
const finish = 1;
const copied = (n: number) => ({ 'pte_set type=present write=1 young=1 why=cow': n });
const reused = (n: number) => ({ 'pte_set type=present write=1 young=1 why=reuse': n });
const fast = 'pt_unlink why=reclaim_fast';
const slow = 'pt_unlink why=reclaim_slow';
const counted = 'pt_unlink why=refcount';

/** Tables that MADV_DONTNEED or the last put gave back. */
function given({ ptReclaim }: Choices, n: number, way: { readonly R3?: string } = {}): Tally {
  const by: Record<string, string> = { R1: counted, R2: slow, R3: way.R3 ?? fast, R3bug: fast };
  return Object.fromEntries([fast, slow, counted].map((why) => [why, by[ptReclaim] === why ? n : 0]));
}

const window = ({ prefault }: Choices, around: number) =>
  prefault === 'off'
    ? { 'pte_set type=present write=0 young=1 why=fault': 1 }
    : {
        'pte_set type=present write=0 young=1 why=fault': 1,
        [`pte_set type=present write=0 young=${prefault === 'old' ? 0 : 1} why=prefault`]: around,
      };

/** The lock of a VMA as it is printed: a count that begins with 1, or readers and the bit of a writer. */
function locked({ vmaLock }: Choices, refcnt: Tally, rwsem: Tally): Tally {
  if (vmaLock === 'refcnt') return refcnt;
  return vmaLock === 'rwsem' ? rwsem : {};
}

export const expected: Readonly<Record<string, (design: Choices) => Tally>> = {
  'T-A1': ({ rmap }) => ({ [`tlb_slot delay=${rmap === 'A0' ? 0 : 1}`]: 1, 'folio_clean why=io': 1 }),
  'T-A2': ({ rmap }) => ({ [`tlb_slot delay=${rmap === 'A3' ? 1 : 0}`]: 1 }),
  'T-A3': ({ rmap, ptReclaim }) => ({
    ...(rmap === 'A2' && { 'tlb_slot delay=0': 400, 'tlb_slot delay=1': 512 }),
    // R1 and R2 give the tables back before the end of the gather, each with a flush of its own or with none left.
    ...((ptReclaim === 'R0' || ptReclaim === 'R3') && {
      ...(rmap === 'A0' && { tlb_flush: fork + 1 + finish }),
      ...(rmap === 'A2' && { tlb_flush: fork + 2 + finish }),
    }),
  }),
  'T-B1': (design) => given(design, 1),
  'T-B2': (design) => given(design, 0),
  'T-B3': (design) => ({ ...given(design, 0), 'pte_set type=marker write=0 young=0 why=guard': 1 }),
  'T-B4': (design) => (design.ptReclaim === 'R1' ? { [counted]: 1 } : design.ptReclaim === 'R2' ? {} : given(design, 0)),
  'T-B5': (design) => given(design, design.ptReclaim === 'R3bug' ? 1 : 0),
  'T-B6': (design) => ({ ...given(design, 24), pmd_install: 24 }),
  'T-C1': (design) => window(design, 15),
  'T-C2': (design) => window(design, 1),
  'T-C3': (design) => window(design, 15),
  'T-C4': (design) => window(design, 15),
  'T-C5': ({ prefault }) => ({ 'pte_set type=present write=0 young=1 why=fault': prefault === 'off' ? 1 : 16 }),
  'T-D1': (design) =>
    locked(
      design,
      {
        'vma_read_get refcnt=0x3': 1,
        'vma_exclude refcnt=0x40000003': 1,
        'vma_read_end refcnt=0x40000001': 1,
        'vma_seq refcnt=0x40000001': 1,
        'vma_unexclude refcnt=0x1': 1,
      },
      { 'vma_read_get refcnt=0x2': 1, 'vma_read_end refcnt=0x0': 1 },
    ),
  'T-D2': (design) => locked(design, { 'vma_read_fail why=seq_busy': 1 }, { 'vma_read_fail why=seq_busy': 1 }),
  'T-D3': (design) =>
    locked(
      design,
      {
        'vma_read_get refcnt=0x2': 1,
        'vma_detach refcnt=0x1': 1,
        'vma_exclude refcnt=0x40000001': 2,
        'vma_read_put refcnt=0x40000000': 1,
        'vma_unexclude refcnt=0x0': 1,
      },
      {},
    ),
  'T-D4': (design) =>
    locked(design, { 'vma_seq refcnt=0x0': 1, 'vma_attach refcnt=0x1': 1, 'vma_exclude refcnt=0x40000001': 0 }, {}),
  'T-D5': (design) => locked(design, { 'vma_seq refcnt=0x3': 1 }, { 'vma_seq refcnt=0x2': 1 }),
  'T-D6': (design) => locked(design, { 'vma_read_fail why=seq_busy': 1 }, { 'vma_read_fail why=seq_busy': 1 }),
  'T-D7': (design) => locked(design, { 'vma_read_fail why=ref_busy': 1, 'vma_read_get refcnt=0x2': 0 }, {}),
  'T-E1': ({ cow }) => ({ ...copied(1), ...reused(1), 'ae_set why=reuse': cow === 'ae' ? 1 : 0 }),
  'T-E2': ({ cow }) => ({
    // From 5.9 on a pinned page is copied at once; then the parent keeps writing to its own.
    'pte_set type=present write=1 young=1 why=fork': cow === 'mapcount' ? 0 : 1,
    ...copied(0),
    'ae_clear why=fork': 0,
  }),
  'T-E3': ({ cow }) => (cow === 'pagecount' ? { ...copied(1), ...reused(0) } : { ...copied(0), ...reused(1) }),
  'T-E4': ({ cow }) => (cow === 'mapcount' ? { ...copied(0), ...reused(1) } : { ...copied(1), ...reused(0) }),
  'T-E5': ({ cow }) => ({
    'pte_set type=present write=0 young=1 why=swapin': 1,
    'ae_set why=swapin': 0,
    'ae_clear why=swap': cow === 'ae' ? 1 : 0,
  }),
  'T-E6': ({ cow }) => ({
    'pte_set type=present write=0 young=1 why=restore': 2,
    'ae_clear why=migrate': cow === 'ae' ? 1 : 0,
    'ae_set why=restore': 0,
  }),
  'T-E7': ({ cow }) => ({ 'gup_pin fast=1': 1, 'ae_clear why=ksm': cow === 'ae' ? 1 : 0 }),
  'T-E8': ({ cow }) => ({
    'pte_set type=present write=1 young=1 why=split': 512,
    'ae_set why=split': cow === 'ae' ? 511 : 0,
  }),
  'T-R1': () =>
    Object.fromEntries(
      ['device_private', 'hwpoison', 'swap', 'zero', 'present'].map((type) => [`pte_clear type=${type} why=zap`, 1]),
    ),
};

/** The slots of its table in which the fault-around stories set entries; where it is off, the one that was asked for. */
export const windows: Readonly<Record<string, { readonly around: readonly [number, number]; readonly asked: number }>> = {
  'T-C1': { around: [32, 47], asked: 37 },
  'T-C2': { around: [510, 511], asked: 511 },
  'T-C3': { around: [7, 22], asked: 9 },
  'T-C4': { around: [0, 15], asked: 5 },
  'T-C5': { around: [0, 15], asked: 5 },
};

/** Rules that must complain of a story, `?` for those that are possible only; all others are silent. */
export function complaintsAbout(story: string, { rmap, ptReclaim, vmaLock }: Choices): readonly string[] {
  // The window that A2 was made for: data may be lost, certainly so for nobody.
  if (story === 'T-A1' && rmap === 'A0') return ['A8?'];
  // The sequence is written before the readers have left, where there is one.
  if (story === 'T-D5' && vmaLock !== 'none') return ['D3', 'D7'];
  // The bug of 6.14-rc: a table is freed with an entry in it, which then is nowhere.
  if (story === 'T-B5' && ptReclaim === 'R3bug') return ['B1', 'B6'];
  return [];
}
