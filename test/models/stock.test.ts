import { describe, expect, test } from 'vitest';
import { type Played, play, word } from './story.ts';

const touch = (va: string, code = '0x7') => `page_fault_user: address=${va} ip=0x4462e8 error_code=${code}`;
const alloc = (pfn: number, order = 0, gfp = 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO') =>
  `mm_page_alloc: page=ffffea0000de8200 pfn=0x${pfn.toString(16)} order=${order} migratetype=1 gfp_flags=${gfp}`;
const free = (pfn: number, order = 0) => `mm_page_free: page=ffffea0000df4700 pfn=0x${pfn.toString(16)} order=${order}`;
const mmap = (at: string, len: string, flags = '0x22', prot = '3') => `
  sys_mmap(addr: 0, len: ${len}, prot: ${prot}, flags: ${flags}, fd: 0xffffffff, off: 0)
  sys_mmap -> ${at}`;
const cow = '0x7';

/** Entries and VMAs of the mm that a process uses. */
function of(played: Played, pid = 3905): { entries: string[]; maps: string[] } {
  const mm = played.view.mms(true).find(({ pids }) => pids.includes(pid));
  if (!mm) return { entries: [], maps: [] };
  const entries = [...mm.entries()].map(
    ({ va, pfn, level, certainty }) => `${va.toString(16)} ${pfn?.toString(16)}${level === 'pmd' ? ' pmd' : ''} ${certainty}`,
  );
  return {
    entries,
    maps: mm.vmas.map((vma) => `${vma.start.toString(16)}-${vma.end.toString(16)} ${vma.flags} ${vma.certainty}`),
  };
}

const entriesOf = (story: string, pid?: number) => of(play(story), pid).entries;
const mapsOf = (story: string, pid?: number) => of(play(story), pid).maps;

const one = `${touch('0x401234')}
  ${alloc(0x31)}`;

describe('with stock tracepoints alone', () => {
  test('a fault and the next page of the thread make an entry, which is inferred', () => {
    expect(entriesOf(one)).toEqual(['401000 31 inferred']);
  });

  test.each([
    ['another thread allocates', `${touch('0x401234')}\n[3999] ${alloc(0x31)}`],
    ['the page is not for user memory', `${touch('0x401234')}\n${alloc(0x31, 0, 'GFP_KERNEL_ACCOUNT|__GFP_ZERO')}`],
    ['a system call came between', `${touch('0x401234')}\nsys_brk(brk: 0)\nsys_brk -> 0x600000\n${alloc(0x31)}`],
  ])('no entry is made when %s', (_why, story) => {
    expect(entriesOf(story)).toEqual([]);
  });

  test('a fault gets one page, not the ones after it', () => {
    expect(
      entriesOf(`${one}
      ${alloc(0x32)}`),
    ).toEqual(['401000 31 inferred']);
  });

  test('a page that goes to the page cache was not for the fault', () => {
    expect(
      entriesOf(`${one}
      mm_filemap_add_to_page_cache: dev 0:4 ino fe00000 pfn=0x31 ofs=35811328 order=0`),
    ).toEqual([]);
  });

  test('a large folio lies aligned around the fault, a huge one is one entry', () => {
    expect(
      entriesOf(`${touch('0x40a000')}
      ${alloc(0x40, 2)}`),
    ).toEqual(['408000 40 inferred', '409000 41 inferred', '40a000 42 inferred', '40b000 43 inferred']);
    expect(
      entriesOf(`${touch('0x40a000')}
      ${alloc(0x3a00, 9)}`),
    ).toEqual(['400000 3a00 pmd inferred']);
  });

  test('a page that is freed is mapped nowhere', () => {
    expect(
      entriesOf(`${one}
      ${free(0x31)}`),
    ).toEqual([]);
    expect(
      entriesOf(`${touch('0x40a000')}
      ${alloc(0x3a00, 9)}
      ${free(0x3a00, 9)}`),
    ).toEqual([]);
    expect(
      entriesOf(`${one}
      ${free(0x30, 2)}`),
    ).toEqual([]);
  });

  test('after fork both have the page, until one writes', () => {
    const forked = `${one}
      task_newtask: pid=3920 comm=tiny clone_flags=1200000 oom_score_adj=0`;
    expect([entriesOf(forked), entriesOf(forked, 3920)]).toEqual([['401000 31 inferred'], ['401000 31 inferred']]);
    const wrote = `${forked}
      [3920] ${touch('0x401234', cow)}
      [3920] ${alloc(0x44)}`;
    expect([entriesOf(wrote), entriesOf(wrote, 3920)]).toEqual([['401000 31 inferred'], ['401000 44 inferred']]);
    expect(
      entriesOf(
        `${forked}
      ${free(0x31)}`,
        3920,
      ),
    ).toEqual([]);
  });

  test('a thread shares the mm, exec gives a new one, exit ends it', () => {
    const threads = `${one}
      task_newtask: pid=3921 comm=tiny clone_flags=3d0f00 oom_score_adj=0
      [3921 3905] ${touch('0x402000')}
      [3921 3905] ${alloc(0x32)}`;
    expect(entriesOf(threads)).toEqual(['401000 31 inferred', '402000 32 inferred']);
    expect(
      entriesOf(`${one}
      sched_process_exec: filename=/usr/bin/python3.11 pid=3905 old_pid=3905`),
    ).toEqual([]);
    const over = play(`${one}
      sched_process_exit: comm=tiny pid=3905 prio=120 group_dead=true`);
    expect([...over.world.mms]).toEqual([]);
  });

  test('MADV_DONTNEED drops, and a call that failed does not', () => {
    const advised = (ret: string) => `${one}
      sys_madvise(start: 0x400000, len_in: 0x2000, behavior: 4)
      sys_madvise -> ${ret}`;
    expect(entriesOf(advised('0x0'))).toEqual([]);
    expect(entriesOf(advised('0xfffffffffffffff4'))).toEqual(['401000 31 inferred']);
  });

  test('MADV_COLLAPSE puts its huge pages where there were none, in order', () => {
    expect(
      entriesOf(`${touch('0x401234')}
      ${alloc(0x31)}
      sys_madvise(start: 0x400000, len_in: 0x400000, behavior: 0x19)
      ${alloc(0x3a00, 9)}
      ${alloc(0x3c00, 9)}
      sys_madvise -> 0x0`),
    ).toEqual(['400000 3a00 pmd inferred', '600000 3c00 pmd inferred']);
  });
});

describe('VMAs from system calls alone', () => {
  test('mmap makes one, and merges it with its like', () => {
    expect(mapsOf(mmap('0x500000', '0x2000'))).toEqual(['500000-502000 rw-p inferred']);
    expect(mapsOf(mmap('0x500000', '0x2000') + mmap('0x502000', '0x1001'))).toEqual(['500000-504000 rw-p inferred']);
    expect(mapsOf(mmap('0x500000', '0x2000') + mmap('0x502000', '0x1000', '0x22', '1'))).toEqual([
      '500000-502000 rw-p inferred',
      '502000-503000 r--p inferred',
    ]);
    expect(mapsOf(mmap('0x500000', '0x2000', '0x21') + mmap('0x502000', '0x1000', '0x21'))).toEqual([
      '500000-502000 rw-s inferred',
      '502000-503000 rw-s inferred',
    ]);
  });

  test('a call that failed makes none', () => {
    expect(mapsOf(mmap('0xfffffffffffffff4', '0x2000'))).toEqual([]);
  });

  //   500000 |========================| 508000
  const eight = mmap('0x500000', '0x8000');

  test('munmap cuts', () => {
    //        |======|        |========|
    expect(
      mapsOf(`${eight}
      sys_munmap(addr: 0x502000, len: 0x3000)
      sys_munmap -> 0x0`),
    ).toEqual(['500000-502000 rw-p inferred', '505000-508000 rw-p inferred']);
  });

  test('mprotect cuts in three, and joins again', () => {
    const read = `${eight}
      sys_mprotect(start: 0x502000, len: 0x3000, prot: 1)
      sys_mprotect -> 0x0`;
    expect(mapsOf(read)).toEqual(['500000-502000 rw-p inferred', '502000-505000 r--p inferred', '505000-508000 rw-p inferred']);
    expect(
      mapsOf(`${read}
      sys_mprotect(start: 0x502000, len: 0x3000, prot: 3)
      sys_mprotect -> 0x0`),
    ).toEqual(['500000-508000 rw-p inferred']);
  });

  test('mlock and an advice keep VMAs apart', () => {
    const apart = ['500000-502000 rw-p inferred', '502000-505000 rw-p inferred', '505000-508000 rw-p inferred'];
    expect(
      mapsOf(`${eight}
      sys_mlock(start: 0x502010, len: 0x2ff0)
      sys_mlock -> 0x0`),
    ).toEqual(apart);
    expect(
      mapsOf(`${eight}
      sys_madvise(start: 0x502000, len_in: 0x3000, behavior: 0xe)
      sys_madvise -> 0x0`),
    ).toEqual(apart);
  });

  test('mremap moves VMA and entries', () => {
    const used = `${eight}
      ${touch('0x501000')}
      ${alloc(0x31)}
      sys_mremap(addr: 0x500000, old_len: 0x8000, new_len: 0xa000, flags: 1, new_addr: 0)
      sys_mremap -> 0x700000`;
    expect(of(play(used))).toEqual({ entries: ['701000 31 inferred'], maps: ['700000-70a000 rw-p inferred'] });
  });

  test('mremap in place grows and shrinks; what is cut off is gone', () => {
    const shrunk = `${eight}
      ${touch('0x507000')}
      ${alloc(0x31)}
      sys_mremap(addr: 0x500000, old_len: 0x8000, new_len: 0x4000, flags: 0, new_addr: 0)
      sys_mremap -> 0x500000`;
    expect(of(play(shrunk))).toEqual({ entries: [], maps: ['500000-504000 rw-p inferred'] });
  });

  test('mremap of part of a huge page splits it', () => {
    const { entries } = of(
      play(`${mmap('0x400000', '0x400000')}
      ${touch('0x40a000')}
      ${alloc(0x3a00, 9)}
      sys_mremap(addr: 0x480000, old_len: 0x80000, new_len: 0x80000, flags: 1, new_addr: 0)
      sys_mremap -> 0x900000`),
    );
    expect([entries.length, entries[128], entries[384]]).toEqual([512, '500000 3b00 inferred', '900000 3a80 inferred']);
  });

  test('MREMAP_DONTUNMAP leaves the old VMA, empty', () => {
    expect(
      of(
        play(`${eight}
      ${touch('0x501000')}
      ${alloc(0x31)}
      sys_mremap(addr: 0x500000, old_len: 0x8000, new_len: 0x8000, flags: 5, new_addr: 0)
      sys_mremap -> 0x700000`),
      ),
    ).toEqual({
      entries: ['701000 31 inferred'],
      maps: ['500000-508000 rw-p inferred', '700000-708000 rw-p inferred'],
    });
  });

  test('brk gives the heap once two of its ends are known', () => {
    const brk = (to: string) => `
      sys_brk(brk: ${to})
      sys_brk -> ${to}`;
    expect(mapsOf(brk('0x600000'))).toEqual([]);
    expect(mapsOf(brk('0x600000') + brk('0x621000'))).toEqual(['600000-621000 rw-p inferred']);
    expect(mapsOf(brk('0x600000') + brk('0x621000') + brk('0x610000'))).toEqual(['600000-610000 rw-p inferred']);
  });

  test('a child begins with its parent’s', () => {
    expect(
      mapsOf(
        `${eight}
      task_newtask: pid=3920 comm=tiny clone_flags=1200000 oom_score_adj=0`,
        3920,
      ),
    ).toEqual(['500000-508000 rw-p inferred']);
  });
});

describe('the mm of a process, with stock tracepoints alone', () => {
  const lock = (mm: string) => `mmap_lock_acquire_returned: mm=${mm} memcg_id=1 write=true success=true`;

  test('has no pointer until the task write-locks one in its own call; then all that was known is its', () => {
    const named = play(`${one}
      sys_munmap(addr: 0x900000, len: 0x1000)
      ${lock('ffff88800447c600')}`);
    expect(named.view.mms().map(({ mm }) => mm)).toEqual([word('0xffff88800447c600')]);
    expect(of(named).entries).toEqual(['401000 31 inferred']);
  });

  test('may have a hashed one, which is a mm of its own', () => {
    const named = play(`${one}
      sys_munmap(addr: 0x900000, len: 0x1000)
      ${lock('00000000be4c7b11')}`);
    expect(named.view.mms().map(({ mm }) => mm)).toEqual([0xbe4c_7b11]);
    expect(of(named).entries).toEqual(['401000 31 inferred']);
  });

  test('is not the one that is write-locked outside of a call, as by a reader of /proc', () => {
    const other = play(`${one}
      ${lock('ffff88800447c600')}`);
    expect(of(other).entries).toEqual(['401000 31 inferred']);
    expect(other.view.mms().some(({ mm, pids }) => mm === word('0xffff88800447c600') && pids.length > 0)).toBe(false);
  });

  test('is never called complete, and nothing of it is added up', () => {
    const [mm] = play(one).view.mms(true);
    expect([mm.complete, mm.counted.anon]).toEqual([false, null]);
  });
});
