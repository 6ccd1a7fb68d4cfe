import { describe, expect, test } from 'vitest';
import type { KernelName } from '../../src/models/kernel-profile.ts';
import { fault, mm1, mmOf, play, type VmaText, vma1, vma2, vmaText, WRITE, word } from './story.ts';

const raw = mm1.slice(2);
const born = `mm_init__ret: (copy_process+0x1d1d/0x2c20 <- mm_init) ret=${mm1}`;
const shown = (lseq: string, refc: string, v: VmaText = {}) => `
      perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText({ ...v, lseq, refc })}`;
const attempt = (va = '0x401234') => `lock_vma_under_rcu: (lock_vma_under_rcu+0x4/0x360) mm=${mm1} address=${va}`;
const attempted = (v: VmaText | null = {}, caller = 'do_user_addr_fault') =>
  `lock_vma_under_rcu__ret: (${caller}+0x24b/0x840 <- lock_vma_under_rcu) ${
    v
      ? vmaText(v, 'ret')
      : 'ret=0x0 ret_mm=0x0 ret_s=0x0 ret_e=0x0 ret_fl=0x0 ret_pgoff=0x0 ret_av=0x0 ret_file=0x0 ret_lseq=0x0 ret_refc=0x0'
  }`;
const acquired = `mmap_lock_acquire_returned: mm=${raw} memcg_id=1 write=true success=true`;
const released = `mmap_lock_released: mm=${raw} memcg_id=1 write=true`;
const writes = (mmSeq: string, lseq: string, refc: string, v: VmaText = {}) =>
  `__vma_start_write: (__vma_start_write+0x4/0xe0) ${vmaText({ ...v, lseq, refc })} state=0x102 mm_lseq=${mmSeq}`;
const complaints = (story: string) => [...play(story).world.complaints.keys()];
const refcount = 'vm_refcnt printed differs from the replayed one';

const lockOf = (story: string, kernel: KernelName = '7.0', vma = vma1) =>
  mmOf(play(story, kernel)).vmas.find((each) => each.vma === word(vma))?.lock;

describe('the VMA lock of 7.x', () => {
  test('is free with a count of one when it was printed so', () => {
    expect(lockOf(`${born}${shown('0x3', '0x1')}`)).toEqual({
      kind: 'refcnt',
      vm_refcnt: 1,
      vm_lock_seq: 3,
      state: 'free',
      readers: [],
    });
  });

  test('has a count of one from when it enters its tree, whatever tells of that', () => {
    const fresh = `${born}
      vm_area_alloc__ret: (mmap_region+0x1/0x2 <- vm_area_alloc) ret=${vma1} ret_mm=${mm1} ret_s=0x0 ret_e=0x0 ret_fl=0x0 ret_pgoff=0x0 ret_av=0x0 ret_file=0x0 ret_lseq=0xffffffff ret_refc=0x0
      handle_mm_fault__ret: (do_user_addr_fault+0x2cd/0x840 <- handle_mm_fault) ret=0x0`;
    const linked = `vma_link: (vma_link+0x0/0x250) mm=${mm1} ${vmaText({ lseq: '0xffffffff', refc: '0x0' })}`;
    const complete = `vma_complete: (vma_complete+0x0/0x3d0) vp_vma=${vma1} vp_vma_s=0x400000 vp_vma_e=0x800000 vp_vma_mm=${mm1}`;
    for (const entered of [complete, `perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText()}`])
      expect(lockOf(`${fresh}\n${entered}`), entered).toMatchObject({ vm_refcnt: 1 });
    // vma_link() is seen as it begins, and write-locks the VMA before it stores it.
    expect(lockOf(`${fresh}\n${linked}`)).toMatchObject({ vm_refcnt: 0 });
  });

  test('is read-held by a fault from the try to the end of the fault', () => {
    const before = `${born}${shown('0x0', '0x1')}`;
    const tried = `${before}
      ${attempt()}`;
    const held = `${tried}
      ${attempted({ lseq: '0x0', refc: '0x2' })}
      handle_mm_fault: (handle_mm_fault+0x4/0x2c0) ${vmaText({ lseq: '0x0', refc: '0x2' })} address=0x401234 flags=${WRITE}`;
    // Equal sequences look write-locked to a reader.
    expect(lockOf(tried)).toMatchObject({ vm_refcnt: 1, readers: [] });
    const other = held.replaceAll('_lseq=0x0', '_lseq=0x5');
    expect(lockOf(other)).toMatchObject({ state: 'read', vm_refcnt: 2, readers: [3905] });
    const done = `${other}
      handle_mm_fault__ret: (do_user_addr_fault+0x2cd/0x840 <- handle_mm_fault) ret=0x0`;
    expect(lockOf(done)).toMatchObject({ state: 'free', vm_refcnt: 1, readers: [] });
    expect(complaints(done)).toEqual([]);
  });

  test('counts readers in several threads', () => {
    const story = `${born}${shown('0x5', '0x1')}
      [3906 3905] ${attempt()}
      [3907 3905] ${attempt('0x500000')}`;
    expect(lockOf(story)).toMatchObject({ vm_refcnt: 3, state: 'read' });
    expect([...(lockOf(story)?.readers ?? [])].sort()).toEqual([3906, 3907]);
  });

  test('a try that gave nothing back holds nothing', () => {
    expect(
      lockOf(`${born}${shown('0x5', '0x1')}
      ${attempt()}
      ${attempted(null)}`),
    ).toMatchObject({ vm_refcnt: 1, state: 'free', readers: [] });
  });

  test('a try that found another VMA than the one replayed holds that one', () => {
    const above: VmaText = { vma: vma2, start: '0x800000', end: '0xa00000' };
    const story = `${born}${shown('0x5', '0x1')}${shown('0x5', '0x1', above)}
      ${attempt()}
      ${attempted({ ...above, lseq: '0x5', refc: '0x2' })}`;
    expect(lockOf(story)).toMatchObject({ vm_refcnt: 1, readers: [] });
    expect(lockOf(story, '7.0', vma2)).toMatchObject({ vm_refcnt: 2, readers: [3905] });
  });

  test('a try of userfaultfd leaves the count unknown: nothing shows when it lets go', () => {
    expect(
      lockOf(`${born}${shown('0x5', '0x1')}
      ${attempt()}
      ${attempted({ lseq: '0x5', refc: '0x2' }, 'uffd_lock_vma')}`),
    ).toMatchObject({ vm_refcnt: null, vm_lock_seq: 5, readers: [] });
  });

  test('is write-held while the writer of mmap_lock holds that and the sequences are equal', () => {
    const story = `${born}${shown('0xffffffff', '0x1')}
      ${acquired}
      ${writes('0x1', '0xffffffff', '0x1')}`;
    expect(lockOf(story)).toMatchObject({ state: 'write', writer: 3905, vm_lock_seq: 1, vm_refcnt: 1 });
    expect(
      lockOf(`${story}
      [3906 3905] ${attempt()}`),
    ).toMatchObject({ vm_refcnt: 1, readers: [] });
    expect(
      lockOf(`${story}
      ${released}`),
    ).toMatchObject({ state: 'free', vm_lock_seq: 1 });
  });

  test('drops to zero when munmap has detached it', () => {
    const gather = (start: string, end: string) =>
      `vms_gather_munmap_vmas: (vms_gather_munmap_vmas+0x0/0x490) vms=0xffffc90000443c60 vms_vma=${vma1} vms_start=${start} vms_end=${end} vms_vma_count=0x0`;
    const detached = `tlb_gather_mmu: (tlb_gather_mmu+0x4/0xa0) tlb=0xffffc90004133da0 mm=${mm1}`;
    const whole = `${born}${shown('0x5', '0x1')}
      ${gather('0x400000', '0x800000')}
      ${detached}`;
    expect(lockOf(whole)).toMatchObject({ vm_refcnt: 0 });
    expect(lockOf(whole.replace('vms_end=0x800000', 'vms_end=0x700000'))).toMatchObject({ vm_refcnt: 1 });
    expect(
      complaints(`${whole}
      vm_area_free: (vm_area_free+0x4/0x90) ${vmaText({ lseq: '0x5', refc: '0x0' })}`),
    ).toEqual([]);
  });

  test('printed with another count than replayed is a disagreement, and what is printed holds', () => {
    const story = `${born}${shown('0x5', '0x1')}
      ${attempt()}
      [3906] handle_mm_fault: (handle_mm_fault+0x4/0x2c0) ${vmaText({ lseq: '0x5', refc: '0x1' })} address=0x401234 flags=${WRITE}`;
    expect(complaints(story)).toEqual([refcount]);
    expect(lockOf(story)).toMatchObject({ vm_refcnt: 1 });
  });

  test('printed with more than the readers that are known has a count that is not known: one of them ends unseen', () => {
    expect(
      lockOf(`${born}${shown('0x5', '0x1')}
      handle_mm_fault: (handle_mm_fault+0x4/0x2c0) ${vmaText({ lseq: '0x5', refc: '0x3' })} address=0x401234 flags=${WRITE}`),
    ).toMatchObject({
      vm_refcnt: null,
    });
  });

  test('is not known after events were lost, until it is printed again; nothing is held against the replay then', () => {
    const lost = `${born}${shown('0x5', '0x1')}
      ${attempt()}
      LOST 7
      ${shown('0x5', '0x1', { vma: vma2, start: '0x900000', end: '0xa00000' })}`;
    expect(lockOf(lost)).toEqual({ kind: 'refcnt', vm_refcnt: null, vm_lock_seq: null, state: null, readers: [] });
    const again = `${lost}
      ${writes('0x9', '0x7', '0x1')}`;
    expect(lockOf(again)).toMatchObject({ vm_refcnt: 1, vm_lock_seq: 9 });
    expect(complaints(again)).toEqual([]);
  });

  test('a reader of maps goes from VMA to VMA, holding one at a time', () => {
    const next = (va: string) =>
      `lock_next_vma: (lock_next_vma+0x4/0x500) mm=${mm1} vmi=0xffff888004c8bcd0 vmi_mas_tree=0xffff888004479540 vmi_mas_index=0x0 vmi_mas_last=0x0 from_addr=${va}`;
    const story = `${born}${shown('0x5', '0x1')}${shown('0x5', '0x1', { vma: vma2, start: '0x900000', end: '0xa00000' })}
      [4000] ${next('0x0')}`;
    expect([lockOf(story)?.vm_refcnt, lockOf(story, '7.0', vma2)?.vm_refcnt]).toEqual([2, 1]);
    const further = `${story}
      [4000] ${next('0x800000')}`;
    expect([lockOf(further)?.vm_refcnt, lockOf(further, '7.0', vma2)?.vm_refcnt]).toEqual([1, 2]);
  });
});

describe('the VMA lock of other kernels', () => {
  test('is of a kind of its own, whose sequence and count are not handed out', () => {
    const story = `${born}${shown('0x5', '0x1')}
      ${fault('0x401000', WRITE)}`;
    expect(lockOf(story, '6.12')).toEqual({ kind: 'rwsem', vm_refcnt: null, vm_lock_seq: null, state: null, readers: [] });
    expect(lockOf(story, '6.1')).toEqual({ kind: 'none', vm_refcnt: null, vm_lock_seq: null, state: null, readers: [] });
  });

  test('is read-held on 6.12 too while a fault runs under it', () => {
    expect(
      lockOf(
        `${born}${shown('0x5', '0x1')}
      ${attempt()}`,
        '6.12',
      ),
    ).toMatchObject({ kind: 'rwsem', state: 'read', readers: [3905] });
  });
});
