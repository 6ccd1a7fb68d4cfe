import { describe, expect, test } from 'vitest';
import { addedAt, begun, born, folio, removedPmd, splitHuge } from './lines.ts';
import { anonAt, entries, mapped, mm1, mm2, mmOf, page, play, type VmaText, vma2, vmaText } from './story.ts';

describe('fork', () => {
  const copied = (v: VmaText, parent: string, more = '') =>
    play(`${born()}${mapped(v)}
    ${parent}
    ${born(mm2)}
    copy_page_range: (copy_page_range+0x4/0x2400) ${vmaText({ ...v, vma: vma2, mm: mm2 }, 'dst_vma')} ${vmaText(v, 'src_vma')}
    ${more}
    copy_page_range__ret: (dup_mmap+0x3bf/0x8d0 <- copy_page_range) ret=0x0`);

  test('copies private memory that has an anon_vma, read-only and shared with the parent', () => {
    const played = copied({}, anonAt('0x401000', 0x31));
    expect(entries(played, mm2)).toEqual(['401000 anon 31']);
    const [child] = mmOf(played, mm2).entries();
    expect(child).toMatchObject({ write: false, exclusive: false });
  });

  test('gives a copy of its own for a page that is pinned', () => {
    const played = copied({}, anonAt('0x401000', 0x31), anonAt('0x401000', 0x77, 0, { vma: vma2, mm: mm2 }));
    expect([entries(played, mm1), entries(played, mm2)]).toEqual([['401000 anon 31'], ['401000 anon 77']]);
  });

  const file: VmaText = { fl: '0x80000fb', pgoff: '0x0', file: '0xffff888037a7ce40', av: '0x0' };
  const install = `folio_add_file_rmap_ptes: (folio_add_file_rmap_ptes+0x4/0x270) ${folio(0x31, '0x1', '0xffff8880049f4ee0')} page=${page(0x31)} nr_pages=0x1 ${vmaText(file)}`;

  test('copies nothing of shared memory, nor of private memory without an anon_vma: faults bring it in', () => {
    expect(entries(copied(file, install), mm1)).toEqual(['401000 file 31']);
    expect(entries(copied(file, install), mm2)).toEqual([]);
    expect(entries(copied({ ...file, fl: '0x8000075' }, install), mm2)).toEqual([]);
  });

  test('copies pfn mappings, shared ones as they are', () => {
    const io: VmaText = { ...file, fl: '0xc0444fb', file: '0x0' };
    const pfn = `insert_pfn: (insert_pfn+0x0/0x210) ${vmaText(io)} addr=0x401000 pfn=0x20000000000032f3 prot=0x8000000000000025 mkwrite=0x0`;
    expect(entries(copied(io, pfn), mm2)).toEqual(['401000 special 32f3']);
  });

  test('leaves out the rest when the parent was older than the trace: the child is not complete', () => {
    const played = play(`${mapped()}
      ${born(mm2)}
      copy_page_range: (copy_page_range+0x4/0x2400) ${vmaText({ vma: vma2, mm: mm2 }, 'dst_vma')} ${vmaText({}, 'src_vma')}`);
    expect([mmOf(played, mm1).complete, mmOf(played, mm2).complete]).toEqual([false, false]);
    expect(mmOf(played, mm2).counted).toEqual({ file: null, anon: null, swap: null, shmem: null });
  });

  test('makes doubtful in the child what was doubtful in the parent', () => {
    const played = play(`${begun}
      ${anonAt('0x401000', 0x31)}
      LOST 1
      ${born(mm2)}
      copy_page_range: (copy_page_range+0x4/0x2400) ${vmaText({ vma: vma2, mm: mm2 }, 'dst_vma')} ${vmaText({}, 'src_vma')}`);
    expect(entries(played, mm2)).toEqual(['401000 anon 31 doubtful']);
    expect(mmOf(played, mm2).complete).toBe(false);
  });
});

describe('mremap', () => {
  const moved = (from: string, end: string, to: string, ret: string, within = '') => `
    move_page_tables: (move_page_tables+0x4/0x1130) pmc=0xffffc9000044b728 pmc_old=0xffff888005848180 pmc_new=0xffff888005848180 pmc_old_addr=${from} pmc_old_end=${end} pmc_new_addr=${to}
    ${within}
    move_page_tables__ret: (relocate_vma_down+0x201/0x2e0 <- move_page_tables) ret=${ret}`;
  const huge = `${begun}
    ${anonAt('0x400000', 0x3a00, 9)}`;

  test('moves entries at its return', () => {
    const story = `${begun}
      ${anonAt('0x401000', 0x31)}
      ${anonAt('0x403000', 0x33)}`;
    expect(entries(play(`${story}${moved('0x400000', '0x408000', '0xa00000', '0x8000')}`))).toEqual([
      'a01000 anon 31',
      'a03000 anon 33',
    ]);
  });

  test('moves only as far as it came', () => {
    const story = `${begun}
      ${anonAt('0x401000', 0x31)}
      ${anonAt('0x403000', 0x33)}`;
    expect(entries(play(`${story}${moved('0x400000', '0x408000', '0xa00000', '0x2000')}`))).toEqual([
      '403000 anon 33',
      'a01000 anon 31',
    ]);
  });

  test('moves a huge entry whole', () => {
    expect(entries(play(`${huge}${moved('0x400000', '0x600000', '0xa00000', '0x200000')}`))).toEqual(['a00000 anon 3a00 pmd']);
  });

  test('of part of a huge page splits it first; the rest stays', () => {
    const split = `${splitHuge('0x400000')}
      ${addedAt('0x400000', 0x3a00, 512)}
      ${removedPmd(0x3a00)}`;
    const list = entries(play(`${huge}${moved('0x480000', '0x500000', '0xa00000', '0x80000', split)}`));
    expect(list.length).toBe(512);
    expect(list.filter((entry) => entry.startsWith('a'))).toHaveLength(128);
    expect([list[127], list[128], list[384], list[511]]).toEqual([
      '47f000 anon 3a7f',
      '500000 anon 3b00',
      'a00000 anon 3a80',
      'a7f000 anon 3aff',
    ]);
  });
});
