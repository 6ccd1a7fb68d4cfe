import { describe, expect, test } from 'vitest';
import { mapped, maps, mm1, mm2, mmOf, play, READ, type VmaText, vma1, vma2, vma3, vmaText, word } from './story.ts';

const born = `mm_init__ret: (copy_process+0x1d1d/0x2c20 <- mm_init) ret=${mm1}`;
const dup = (v: VmaText, by = '__split_vma') => `vm_area_dup__ret: (${by}+0x22c/0x8d0 <- vm_area_dup) ${vmaText(v, 'ret')}`;
const split = (v: VmaText, addr: string, newBelow: 0 | 1, copy: string, ret = '0x0') => `
  __split_vma: (__split_vma+0x0/0x370) ${vmaText(v)} addr=${addr} new_below=0x${newBelow}
  ${dup({ ...v, vma: copy })}
  __split_vma__ret: (vms_gather_munmap_vmas+0x5e/0x3c0 <- __split_vma) ret=${ret}`;
const complete = (start: string, end: string, more = '') =>
  `vma_complete: (vma_complete+0x0/0x3d0) vp=0xffffc9000044b668 vp_vma=${vma1} vp_vma_s=${start} vp_vma_e=${end} vp_vma_mm=${mm1} ${more}`;
const freed = (v: VmaText) => `vm_area_free: (vm_area_free+0x4/0x90) ${vmaText(v)}`;
const resized = (name: string, start: string, end: string, pgoff: string, v: VmaText = {}) =>
  `${name}: (${name}+0x4/0x1c0) ${vmaText(v)} start=${start} end=${end} pgoff=${pgoff}`;

/** A probe whose being there makes the trace one that shows entries. */
const probe = 'handle_mm_fault__ret: (do_user_addr_fault+0x2cd/0x840 <- handle_mm_fault) ret=0x0';

const file: VmaText = { fl: '0x8000075', pgoff: '0x10', file: '0xffff888037a7ce40' };
const text = `${born}${mapped(file)}`;

describe('a VMA', () => {
  test('that was allocated or copied is in no tree yet', () => {
    expect(
      maps(
        play(`${born}
      ${dup({})}`),
      ),
    ).toEqual([]);
  });

  test('is there when its mapping is complete, with the bounds and flags that the probe shows', () => {
    expect(maps(play(text))).toEqual(['400000-800000 r-xp 10']);
  });

  test('is there when any probe shows it in a tree, though its birth was not traced', () => {
    expect(
      maps(play(`handle_mm_fault: (handle_mm_fault+0x4/0x2c0) ${vmaText({ fl: '0x80000fb' })} address=0x401000 flags=${READ}`)),
    ).toEqual(['400000-800000 rw-s 400']);
  });

  test('shown with zeros, as by a dereference that failed, is not believed', () => {
    const zeros = { start: '0x0', end: '0x0', fl: '0x0', pgoff: '0x0' };
    expect(
      maps(
        play(`${text}
      perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText(zeros)}`),
      ),
    ).toEqual(['400000-800000 r-xp 10']);
  });

  test('is gone when it is freed, and its pointer may name another one later', () => {
    const gone = `${text}
      ${freed(file)}`;
    expect(maps(play(gone))).toEqual([]);
    expect(
      maps(
        play(`${gone}
      ${mapped({ start: '0x900000', end: '0xa00000' })}`),
      ),
    ).toEqual(['900000-a00000 rw-p 900']);
  });

  test('goes with its mm; the same pointer begins an empty one', () => {
    const played = play(`${text}
      __mmdrop: (__mmdrop+0x4/0x1f0) mm=${mm1}
      ${born}`);
    expect(maps(played)).toEqual([]);
    expect(played.world.vmas.size).toBe(0);
  });
});

/*
 *   before    |================ 1 ================|
 *             400000            600000        800000
 */
describe('a split', () => {
  test('below: the copy gets the lower half, and the page offset of the upper one moves on', () => {
    //      |====== 2 ======|======= 1 ======|
    const played = play(`${text}${split(file, '0x600000', 1, vma2)}`);
    expect(maps(played)).toEqual(['400000-600000 r-xp 10', '600000-800000 r-xp 210']);
    expect(mmOf(played).vmas.map(({ vma }) => vma)).toEqual([vma2, vma1].map(word));
  });

  test('above: the copy gets the upper half', () => {
    //      |====== 1 ======|======= 2 ======|
    const played = play(`${text}${split(file, '0x600000', 0, vma2)}`);
    expect(maps(played)).toEqual(['400000-600000 r-xp 10', '600000-800000 r-xp 210']);
    expect(mmOf(played).vmas.map(({ vma }) => vma)).toEqual([vma1, vma2].map(word));
  });

  test('in three, and the middle one changes its access', () => {
    //      |== 3 ==|==== 1 ====|==== 2 ====|
    const middle: VmaText = { ...file, start: '0x500000', end: '0x600000', pgoff: '0x110' };
    const played = play(`${text}${split(file, '0x600000', 0, vma2)}${split({ ...file, end: '0x600000' }, '0x500000', 1, vma3)}
      perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText({ ...middle, fl: '0x8000071' })}`);
    expect(maps(played)).toEqual(['400000-500000 r-xp 10', '500000-600000 r--p 110', '600000-800000 r-xp 210']);
  });

  test('that failed changes nothing', () => {
    expect(maps(play(`${text}${split(file, '0x600000', 1, vma2, '0xfffffff4')}`))).toEqual(['400000-800000 r-xp 10']);
  });

  test('is known in full from vma_complete(), which names both halves', () => {
    const half = `vp_adj_next=0x0 vp_adj_next_s=0x0 vp_adj_next_e=0x0 vp_adj_next_mm=0x0 vp_insert=${vma2} vp_insert_s=0x400000 vp_insert_e=0x600000 vp_insert_mm=${mm1}`;
    expect(
      maps(
        play(`${text}
      ${dup({ ...file, vma: vma2 })}
      ${complete('0x600000', '0x800000', half)}`),
      ),
    ).toEqual(['400000-600000 r-xp 10', '600000-800000 r-xp 210']);
  });
});

describe('a merge', () => {
  const two = `${born}${mapped({ end: '0x600000' })}${mapped({ vma: vma2, start: '0x600000', end: '0x800000' })}`;

  test('extends one VMA over the other, which is freed', () => {
    //      |====== 1 ======|======= 2 ======|   ->   |=============== 1 ===============|
    expect(
      maps(
        play(`${two}
      ${complete('0x400000', '0x800000')}
      ${freed({ vma: vma2, start: '0x600000', end: '0x800000' })}`),
      ),
    ).toEqual(['400000-800000 rw-p 400']);
  });

  test('moves the border between two', () => {
    //      |====== 1 ======|======= 2 ======|   ->   |========= 1 =========|==== 2 ====|
    const next = `vp_adj_next=${vma2} vp_adj_next_s=0x700000 vp_adj_next_e=0x800000 vp_adj_next_mm=${mm1} vp_insert=0x0 vp_insert_s=0x0 vp_insert_e=0x0 vp_insert_mm=0x0`;
    expect(
      maps(
        play(`${two}
      ${complete('0x400000', '0x700000', next)}`),
      ),
    ).toEqual(['400000-700000 rw-p 400', '700000-800000 rw-p 700']);
  });
});

describe('the stack', () => {
  const grow = (addr: string, ret: string) => `
    expand_downwards: (expand_downwards+0x4/0x490) ${vmaText()} address=${addr}
    expand_downwards__ret: (setup_arg_pages+0x370/0x460 <- expand_downwards) ret=${ret}`;

  test('grows down to the page that was touched', () => {
    expect(maps(play(`${born}${mapped()}${grow('0x3f0123', '0x0')}`))).toEqual(['3f0000-800000 rw-p 3f0']);
  });

  test('does not grow when it is large enough, or may not', () => {
    expect(maps(play(`${born}${mapped()}${grow('0x401000', '0x0')}${grow('0x3f0000', '0xfffffff4')}`))).toEqual([
      '400000-800000 rw-p 400',
    ]);
  });

  test('keeps its page offset when exec moves it down', () => {
    // 7.x: |=========| -> |=================| -> |========|
    const moved = `${born}${mapped()}
      ${complete('0x300000', '0x800000')}
      ${resized('vma_shrink', '0x300000', '0x600000', '0x400')}`;
    expect(maps(play(moved))).toEqual(['300000-600000 rw-p 400']);
    // 6.1: bounds first, the offset later; what is printed in between holds the old one.
    const stepwise = `${born}${mapped()}
      ${resized('__vma_adjust', '0x300000', '0x800000', '0x400')}
      perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText({ start: '0x300000', pgoff: '0x300' })}`;
    expect(maps(play(stepwise, '6.1'))).toEqual(['300000-800000 rw-p 400']);
    expect(
      maps(
        play(
          `${stepwise}
      __vma_adjust__ret: (shift_arg_pages+0xbf/0x1c0 <- __vma_adjust) ret=0x0
      perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText({ start: '0x301000', pgoff: '0x401' })}`,
          '6.1',
        ),
      ),
    ).toEqual(['301000-800000 rw-p 401']);
  });
});

describe('the maple tree', () => {
  const locked = `mmap_lock_acquire_returned: mm=${mm1.slice(2)} memcg_id=1 write=true success=true`;
  const stored = (first: number, last: number) =>
    `ma_write: mas_store\tNode ffff88800592290c (0 414810111) range:${first}-${last} piv (0) val ${vma1.slice(2)}`;
  const fresh = `${born}
      ${dup({}, 'dup_mmap')}`;

  test('takes a copy in when the writer of its mm’s lock stores it over its very bounds', () => {
    expect(
      maps(
        play(`${fresh}
      ${locked}
      ${stored(0x40_0000, 0x7f_ffff)}`),
      ),
    ).toEqual(['400000-800000 rw-p 400']);
  });

  test.each([
    ['stores something over other bounds', `${locked}\n${stored(0x40_0000, 0x7f_efff)}`],
    ['is not locked by the task', stored(0x40_0000, 0x7f_ffff)],
    ['is locked by another task', `[3999] ${locked}\n${stored(0x40_0000, 0x7f_ffff)}`],
  ])('leaves it alone when it %s', (_why, story) => {
    expect(
      maps(
        play(`${fresh}
      ${story}
      ${probe}`),
      ),
    ).toEqual([]);
  });

  test('of 6.1 is the mm: a store there puts the VMA in, under the tree’s name', () => {
    expect(
      maps(
        play(
          `${born}
      ${dup({})}
      ${probe}
      vma_store: mt_mod ${mm2.slice(2)}, (${vma1.slice(2)}), STORE, 4194304, 8388607,`,
          '6.1',
        ),
        mm2,
      ),
    ).toEqual(['400000-800000 rw-p 400']);
  });
});

describe('fork', () => {
  test('gives the copy to the child when the copy is shown there, and leaves the original to the parent', () => {
    const child: VmaText = { vma: vma2, mm: mm2 };
    const played = play(`${born}${mapped()}
      mm_init__ret: (copy_process+0x1d1d/0x2c20 <- mm_init) ret=${mm2}
      dup_mmap: (dup_mmap+0x4/0x8d0) mm=${mm2} oldmm=${mm1}
      ${dup({ vma: vma2 }, 'dup_mmap')}
      copy_page_range: (copy_page_range+0x4/0x2400) ${vmaText(child, 'dst_vma')} ${vmaText({}, 'src_vma')}`);
    expect([maps(played, mm1), maps(played, mm2)]).toEqual([['400000-800000 rw-p 400'], ['400000-800000 rw-p 400']]);
  });
});

describe('after a loss', () => {
  test('a VMA is doubtful until a probe shows it again', () => {
    const sure = (story: string) => mmOf(play(story)).vmas.map(({ certainty }) => certainty);
    const lost = `${text}${mapped({ vma: vma2, start: '0x900000', end: '0xa00000' })}
      LOST 3
      ${probe}`;
    expect(sure(lost)).toEqual(['doubtful', 'doubtful']);
    expect(
      sure(`${lost}
      perf_event_mmap: (perf_event_mmap+0x4/0x570) ${vmaText(file)}`),
    ).toEqual(['observed', 'doubtful']);
  });
});
