import { describe, expect, test } from 'vitest';
import { begun, born, folio, zapped } from './lines.ts';
import { anonAt, entries, fault, mapped, mm1, mm2, page, play, unmapAt, type VmaText, vma2, vmaText, WRITE } from './story.ts';

const file: VmaText = { file: '0xffff888037a7ce40', pgoff: '0x0', fl: '0x80010fb' };
const wp = (start: string, len: string, enable: 0 | 1, v: VmaText = {}) =>
  `uffd_wp_range: (uffd_wp_range+0x4/0x110) ${vmaText(v, 'dst_vma')} start=${start} len=${len} enable_wp=0x${enable}`;
const features = (bits: string) =>
  `__x64_sys_ioctl: (__x64_sys_ioctl+0x4/0x100) fd=0xb cmd=0xc018aa3f arg=0x7ffcc873b170 a0=0xaa a1=${bits} a2=0x0 a3=0x0`;
const running = `${begun}${fault('0x500000', WRITE, anonAt('0x500000', 0x50))}`;
const markers = (story: string, mm = mm1) => entries(play(story), mm).filter((entry) => entry.includes('marker'));
const pages = (...vas: string[]) => vas.map((va) => `${va} marker unknown -`);

describe('write protection by userfaultfd', () => {
  test('of file memory puts a marker wherever nothing is, and its end takes them away', () => {
    const story = `${born()}${mapped(file)}
      ${wp('0x401000', '0x2000', 1, file)}`;
    expect(markers(story)).toEqual(pages('401000', '402000'));
    expect(
      markers(`${story}
      ${wp('0x401000', '0x1000', 0, file)}`),
    ).toEqual(pages('402000'));
  });

  test('of anonymous memory puts markers only where that feature was asked for', () => {
    const protect = wp('0x4ff000', '0x2000', 1);
    expect(
      markers(`${running}
      ${protect}`),
    ).toEqual([]);
    expect(
      markers(`${running}
      ${features('0x2000')}
      ${protect}`),
    ).toEqual(pages('4ff000'));
    expect(
      markers(`${running}
      ${features('0x1fff')}
      ${protect}`),
    ).toEqual([]);
  });

  const added = `folio_add_file_rmap_ptes: (folio_add_file_rmap_ptes+0x4/0x270) ${folio(0x31, '0x1', '0xffff8880049f4ee0')} page=${page(0x31)} nr_pages=0x1 ${vmaText(file)}`;
  const removed = `folio_remove_rmap_ptes: (folio_remove_rmap_ptes+0x4/0x250) ${folio(0x31, '0x1', '0xffff8880049f4ee0')} page=${page(0x31)} nr_pages=0x1 ${vmaText(file)}`;
  const advise = (within: string) => `
    do_madvise: (do_madvise+0x4/0x1f0) mm=${mm1} start=0x400000 len_in=0x8000 behavior=0x4
    ${within}
    do_madvise__ret: (__x64_sys_madvise+0x2b/0x40 <- do_madvise) ret=0x0`;

  test('of a file page that MADV_DONTNEED drops leaves a marker; a zap by munmap leaves nothing', () => {
    const story = `${born()}${mapped(file)}
      ${added}
      ${wp('0x401000', '0x1000', 1, file)}`;
    expect(markers(`${story}${advise(removed)}`)).toEqual(pages('401000'));
    expect(
      entries(
        play(`${story}
      ${removed}`),
      ),
    ).toEqual([]);
  });

  test('of file memory is kept through MADV_DONTNEED, not through munmap', () => {
    const story = `${born()}${mapped(file)}
      ${wp('0x401000', '0x1000', 1, file)}`;
    expect(markers(`${story}${advise(zapped('0x400000', '0x800000', file))}`)).toEqual(pages('401000'));
    expect(
      markers(`${story}
      ${zapped('0x400000', '0x800000', file)}`),
    ).toEqual([]);
  });

  test('is not the child’s: fork leaves its markers out', () => {
    const fork = `${born(mm2)}
      copy_page_range: (copy_page_range+0x4/0x2400) ${vmaText({ vma: vma2, mm: mm2 }, 'dst_vma')} ${vmaText({}, 'src_vma')}`;
    expect(
      markers(
        `${running}
      ${features('0x2000')}
      ${wp('0x4ff000', '0x2000', 1)}
      ${fork}`,
        mm2,
      ),
    ).toEqual([]);
    const guard = `guard_install_set_pte: (guard_install_set_pte+0x4/0x30) addr=0x401000 next=0x402000 walk_mm=${mm1}`;
    expect(
      markers(
        `${running}
      ${guard}
      ${fork}`,
        mm2,
      ),
    ).toEqual(pages('401000'));
  });

  test('of an anonymous page that is dropped leaves nothing', () => {
    expect(
      entries(
        play(`${running}
      ${features('0x2000')}
      ${wp('0x500000', '0x1000', 1)}${advise(unmapAt('0x500000', 0x50))}`),
      ),
    ).toEqual([]);
  });
});
