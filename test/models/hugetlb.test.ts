import { describe, expect, test } from 'vitest';
import { born, folio } from './lines.ts';
import { entries, mapped, mm1, mm2, page, play, type VmaText, vma2, vmaText } from './story.ts';

const shared: VmaText = { file: '0xffff888027e5b0c0', pgoff: '0x0', fl: '0x84400fb', av: '0x0' };
const inPrivate: VmaText = { ...shared, fl: '0x8440073' };
const huge = (va: string, v: VmaText, within = '', ret = '0x0') => `
  hugetlb_fault: (hugetlb_fault+0x4/0x7e0) ${vmaText(v)} address=${va} flags=0x1255
  ${within}
  hugetlb_fault__ret: (handle_mm_fault+0x29e/0x2c0 <- hugetlb_fault) ret=${ret}`;
const allocated = (pfn: number) =>
  `alloc_hugetlb_folio__ret: (hugetlb_no_page+0x4b3/0x980 <- alloc_hugetlb_folio) ret=${page(pfn)}`;
const theirs: VmaText = { ...shared, vma: vma2, mm: mm2, start: '0x600000', end: '0xa00000' };

describe('hugetlb', () => {
  test('a page allocated for a fault is mapped when the fault is done', () => {
    const story = `${born()}${mapped(shared)}`;
    expect(entries(play(`${story}${huge('0x612345', shared, allocated(0x3a00))}`))).toEqual(['600000 hugetlb 3a00 pmd']);
    expect(entries(play(`${story}${huge('0x612345', shared, allocated(0x3a00), '0x2')}`))).toEqual([]);
  });

  test('private memory gets its page from the rmap event', () => {
    const anon = `hugetlb_add_new_anon_rmap: (hugetlb_add_new_anon_rmap+0x4/0x80) ${folio(0x3c00, '0x0')} ${vmaText(inPrivate)} address=0x400000`;
    expect(
      entries(
        play(
          `${born()}${mapped(inPrivate)}${huge(
            '0x400000',
            inPrivate,
            `${allocated(0x3c00)}
      ${anon}`,
          )}`,
        ),
      ),
    ).toEqual(['400000 hugetlb 3c00 pmd']);
  });

  test('the page of a shared file that another process faulted in is remembered, which is inferred', () => {
    const first = `${born()}${mapped(shared)}${huge('0x600000', shared, allocated(0x3a00))}`;
    const second = `${first}
      ${born(mm2)}${mapped(theirs)}${huge('0x800000', theirs)}`;
    expect(entries(play(second), mm2)).toEqual(['800000 hugetlb 3a00 pmd inferred']);
  });

  test('nothing is remembered of another index, nor of a page that was private', () => {
    const first = `${born()}${mapped(shared)}${huge('0x600000', shared, allocated(0x3a00))}`;
    expect(
      entries(
        play(`${first}
      ${born(mm2)}${mapped(theirs)}${huge('0x600000', theirs)}`),
        mm2,
      ),
    ).toEqual([]);
    expect(
      entries(
        play(`${born()}${mapped(inPrivate)}${huge('0x600000', inPrivate, allocated(0x3a00))}
      ${born(mm2)}${mapped(theirs)}${huge('0x800000', theirs)}`),
        mm2,
      ),
    ).toEqual([]);
  });

  test('is cleared by its own zap only', () => {
    const story = `${born()}${mapped(shared)}${huge('0x400000', shared, allocated(0x3a00))}${huge('0x600000', shared, allocated(0x3c00))}`;
    const zap = (name: string) => `${name}: (${name}+0x4/0x6c0) ${vmaText(shared)} start=0x400000 end=0x600000`;
    expect(
      entries(
        play(`${story}
      ${zap('__unmap_hugepage_range')}`),
      ),
    ).toEqual(['600000 hugetlb 3c00 pmd']);
    expect(
      entries(
        play(`${story}
      ${zap('__zap_vma_range')}`),
        mm1,
      ),
    ).toHaveLength(2);
  });
});
