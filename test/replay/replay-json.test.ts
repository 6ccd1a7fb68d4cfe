import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/models/page-table/entry.ts';
import { type Part, parts, type ReplayAnswer, replayJson, runsOf } from '../../src/replay/replay-json.ts';
import { insideLoss, type LossWindow } from '../../src/replay/source.ts';
import { WorldView } from '../../src/replay/view.ts';
import {
  anonAt,
  fault,
  mapped,
  mm1,
  type Played,
  play,
  READ,
  type VmaText,
  vma1,
  vma2,
  vmaText,
  WRITE,
} from '../models/story.ts';

function answer(played: Played, more: Partial<ReplayAnswer> = {}): ReplayAnswer {
  return {
    seq: 9,
    tsNs: 59_094_715_000n,
    time: '59.094715000',
    mms: played.view.mms(true),
    world: played.world,
    show: new Set(parts),
    addr: null,
    pfn: null,
    coverage: { kernel: '7.0' },
    losses: [],
    ...more,
  };
}

const json = (played: Played, more: Partial<ReplayAnswer> = {}) => JSON.parse([...replayJson(answer(played, more))].join(''));
const show = (...wanted: Part[]) => ({ show: new Set(wanted) });

const born = `mm_init__ret: (copy_process+0x1d1d/0x2c20 <- mm_init) ret=${mm1}`;
const shm: VmaText = {
  vma: vma2,
  start: '0x900000',
  end: '0xa00000',
  fl: '0x80000fb',
  pgoff: '0x0',
  file: '0xffff888037a7ce40',
  av: '0x0',
};
const story = `${born}
  mmap_lock_acquire_returned: mm=${mm1.slice(2)} memcg_id=1 write=true success=true
  mmap_lock_released: mm=${mm1.slice(2)} memcg_id=1 write=true${mapped({ lseq: '0x3', refc: '0x1' })}
  perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText(shm)}${fault('0x401234', WRITE, anonAt('0x401000', 0x31))}
  ${anonAt('0x402000', 0x3a40, 4)}
  ${anonAt('0x600000', 0x3a00, 9)}${fault('0x420000', READ)}
  rss_stat: mm_id=4003577095 curr=1 type=MM_ANONPAGES size=8192B`;

describe('mmfold.replay/1', () => {
  test('has the shape that is published', () => {
    const document = json(play(story));
    expect(Object.keys(document)).toEqual(['format', 'at', 'mms', 'folios', 'coverage', 'losses']);
    expect(document.format).toBe('mmfold.replay/1');
    expect(document.at).toEqual({ seq: 9, ts_ns: '59094715000', time: '59.094715000' });
    const [mm] = document.mms;
    expect(mm).toMatchObject({ mm: mm1, pids: [3905], complete: true, rss: { file: 0, anon: 529, shmem: 0, swap: 0 } });
    expect(mm.last_rss_stat).toEqual({ file: null, anon: 2, swap: null, shmem: null });
    expect(mm.vmas[0]).toEqual({
      start: '0x400000',
      end: '0x800000',
      flags: 'rw-p',
      vm_flags: '0x8100073',
      pgoff: 0x400,
      file: '0x0',
      vma: vma1,
      lock: { kind: 'refcnt', vm_refcnt: 1, vm_lock_seq: 3, state: 'free', readers: [] },
      since: 5,
      certainty: 'observed',
    });
    expect(mm.vmas[1]).toMatchObject({
      flags: 'rw-s',
      file: '0xffff888037a7ce40',
      lock: { vm_refcnt: null, vm_lock_seq: null, state: null },
    });
    expect(mm.mmap_lock).toEqual({ state: 'free', readers: [], waiters: [], seq: 2, certainty: 'observed' });
  });

  test('joins pages that go on in va and pfn into one run; a huge entry is one, a zero page has no pfn', () => {
    const unknown = { write: null, young: null, dirty: null, certainty: 'observed' };
    const { ptes } = json(play(story), show('pte')).mms[0];
    expect(ptes).toEqual([
      { va: '0x401000', type: 'present', pfn: '0x31', level: 'pte', kind: 'anon', exclusive: true, since: 8, ...unknown },
      {
        va: '0x402000',
        type: 'present',
        pfn: '0x3a40',
        level: 'pte',
        kind: 'anon',
        exclusive: true,
        nr: 16,
        since: 10,
        ...unknown,
      },
      {
        va: '0x420000',
        type: 'present',
        level: 'pte',
        kind: 'zero',
        exclusive: null,
        since: 13,
        ...unknown,
        write: false,
        certainty: 'inferred',
      },
      { va: '0x600000', type: 'present', pfn: '0x3a00', level: 'pmd', kind: 'anon', exclusive: true, since: 11, ...unknown },
    ]);
  });

  test('holds only the parts that are asked for', () => {
    expect(Object.keys(json(play(story), show('vma')).mms[0])).toEqual(['mm', 'pids', 'complete', 'vmas']);
    expect(json(play(story), show('vma')).mms[0].vmas[0]).not.toHaveProperty('lock');
    expect(Object.keys(json(play(story), show('rss', 'mmap-lock')).mms[0])).toEqual([
      'mm',
      'pids',
      'complete',
      'rss',
      'last_rss_stat',
      'mmap_lock',
    ]);
    expect(json(play(story), show('pte'))).not.toHaveProperty('folios');
  });

  test('holds only what concerns an address, or a page inside of a huge one', () => {
    const at = json(play(story), { addr: 0x61_2345 }).mms[0];
    expect(at.ptes.map(({ va }: { va: string }) => va)).toEqual(['0x600000']);
    expect(at.vmas.map(({ vma }: { vma: string }) => vma)).toEqual([vma1]);
    const of = json(play(story), { pfn: 0x3a45 });
    expect(of.mms[0].ptes.map(({ va }: { va: string }) => va)).toEqual(['0x407000', '0x600000']);
    expect(of.folios).toMatchObject([{ pfn: '0x3a45', order: null, kind: 'anon', mapcount: 2, pins: 0, refcount: null }]);
  });

  test('tells of the mapped pages of the mms shown, once each', () => {
    const { folios } = json(play(story));
    expect(folios.map(({ pfn }: { pfn: string }) => pfn)).toHaveLength(513);
    expect(folios[0]).toEqual({
      pfn: '0x31',
      order: null,
      kind: 'anon',
      mapcount: 1,
      refcount: null,
      pins: 0,
      flags: null,
      certainty: 'observed',
    });
    expect(json(play(story), { mms: [] }).folios).toEqual([]);
  });

  test('a moment without any address space is a document too', () => {
    expect(json(play(story), { mms: [] }).mms).toEqual([]);
  });

  test('what is not known is null: never zero, never none', () => {
    const [mm] = json(play(`${fault('0x401234', WRITE, anonAt('0x401000', 0x31), shm)}`)).mms;
    expect(mm).toMatchObject({ complete: false, rss: { file: null, anon: null, shmem: null, swap: null } });
    expect(mm.tables).toMatchObject({ pte: null, pmd: null, pud: null, bytes: null });
    expect(mm.mmap_lock).toEqual({ state: null, readers: [], waiters: [], seq: null, certainty: 'unknown' });
  });

  test('a page whose pfn is not known has null, for the page map was not learned', () => {
    const played = play(`${fault('0x401234', WRITE, anonAt('0x401000', 0x31))}`, '7.0', null);
    expect(json(played).mms[0].ptes).toMatchObject([{ va: '0x401000', pfn: null, kind: 'anon' }]);
  });

  test('a swapped page has a swap entry instead of a pfn, a marker neither', () => {
    const marked = play(`${born}${mapped()}
      guard_install_set_pte: (guard_install_set_pte+0x4/0x30) addr=0x401000 next=0x402000 walk_mm=${mm1}`);
    const [marker] = json(marked).mms[0].ptes;
    expect(marker).toMatchObject({ type: 'marker', kind: null });
    expect(marker).not.toHaveProperty('pfn');
    expect(marker).not.toHaveProperty('swap');
  });

  test('at a moment inside a gap nothing is observed', () => {
    const { world } = play(story);
    const document = json({ ...play(story), world, view: new WorldView(world, true) });
    const [mm] = document.mms;
    const sure = [...mm.vmas, ...mm.ptes, mm.mmap_lock, mm.tables].map(({ certainty }: { certainty: string }) => certainty);
    expect(new Set(sure)).toEqual(new Set(['doubtful']));
    expect(mm.rss.anon).toBe(null);
    expect(mm.vmas[0].lock).toMatchObject({ vm_refcnt: null, vm_lock_seq: null });
  });
});

describe('runs', () => {
  const entry = (va: number, more: Partial<Entry> = {}): Entry => ({
    va,
    type: 'present',
    pfn: va / 4096,
    level: 'pte',
    kind: 'anon',
    write: null,
    young: null,
    dirty: null,
    exclusive: null,
    since: 1,
    certainty: 'observed',
    ...more,
  });
  const lengths = (...list: Entry[]) => [...runsOf(list)].map(({ nr }) => nr);

  test.each<[string, Partial<Entry>, number[]]>([
    ['everything alike', {}, [2]],
    ['another kind', { kind: 'file' }, [1, 1]],
    ['another certainty', { certainty: 'inferred' }, [1, 1]],
    ['another event', { since: 2 }, [1, 1]],
    ['another page than the next', { pfn: 7 }, [1, 1]],
    ['a page that is not known', { pfn: null }, [1, 1]],
    ['write known', { write: false }, [1, 1]],
    ['exclusive known', { exclusive: true }, [1, 1]],
    ['a gap', { va: 0x40_2000, pfn: 0x402 }, [1, 1]],
  ])('with %s: %s', (_what, more, wanted) => {
    expect(lengths(entry(0x40_0000), entry(0x40_1000, more))).toEqual(wanted);
  });

  test('zero pages are a run, swap entries and huge entries are not', () => {
    expect(lengths(entry(0, { pfn: null, kind: 'zero' }), entry(4096, { pfn: null, kind: 'zero' }))).toEqual([2]);
    expect(lengths(entry(0, { type: 'swap', pfn: 1 }), entry(4096, { type: 'swap', pfn: 2 }))).toEqual([1, 1]);
    expect(lengths(entry(0, { level: 'pmd', pfn: 512 }), entry(0x20_0000, { level: 'pmd', pfn: 1024 }))).toEqual([1, 1]);
    expect(lengths()).toEqual([]);
  });
});

describe('a moment is inside a gap', () => {
  const gap = (afterSeq: number | null, beforeSeq: number | null): LossWindow => ({ cpu: 0, count: 3, afterSeq, beforeSeq });

  test.each([
    [9, [gap(10, 20)], false],
    [10, [gap(10, 20)], true],
    [19, [gap(10, 20)], true],
    [20, [gap(10, 20)], false],
    [0, [gap(null, 5)], true],
    [5, [gap(null, 5)], false],
    [99, [gap(10, null)], true],
    [25, [gap(10, 20), gap(22, 30)], true],
    [25, [], false],
  ])('after event %i', (seq, losses, inside) => {
    expect(insideLoss(losses, seq)).toBe(inside);
  });
});
