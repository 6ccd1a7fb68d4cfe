import { describe, expect, test } from 'vitest';
import { addedAt, begun, born, folio, removedPmd, splitHuge, zapped } from './lines.ts';
import { anonAt, entries, fault, mapped, mm1, mmOf, page, play, READ, unmapAt, type VmaText, vmaText, WRITE } from './story.ts';

describe('a fault', () => {
  test('that reads anonymous memory maps the shared zero page, as a rule says and no event', () => {
    expect(entries(play(`${begun}${fault('0x401234', READ)}`))).toEqual(['401000 zero - inferred']);
  });

  test.each([
    ['writes', fault('0x401234', WRITE)],
    ['was served by a page', fault('0x401234', READ, anonAt('0x401000', 0x31))],
    ['ended with an error', fault('0x401234', READ, '', {}, '0x2')],
    ['is to be tried again', fault('0x401234', READ, '', {}, '0x400')],
    [
      'is served by a file',
      fault('0x401234', READ, 'do_fault: (do_fault+0x0/0x5f0) vmf=0xffffc9000044bdc8', { file: '0xffff888037a7ce40' }),
    ],
  ])('maps no zero page when it %s', (_why, story) => {
    expect(entries(play(begun + story)).filter((entry) => entry.includes('zero'))).toEqual([]);
  });

  test('leaves the entry alone that is there', () => {
    expect(entries(play(`${begun}${fault('0x401234', WRITE, anonAt('0x401000', 0x31))}${fault('0x401500', READ)}`))).toEqual([
      '401000 anon 31',
    ]);
  });

  test('that reads a huge page maps the huge zero page, and that is certain: nothing else is left', () => {
    const huge = 'do_huge_pmd_anonymous_page__ret: (__handle_mm_fault+0xd38/0xf90 <- do_huge_pmd_anonymous_page) ret=';
    expect(entries(play(`${begun}${fault('0x412345', READ, `${huge}0x0`)}`))).toEqual(['400000 zero - pmd']);
    expect(entries(play(`${begun}${fault('0x412345', READ, `${huge}0x800`)}`))).toEqual(['412000 zero - inferred']);
    expect(entries(play(`${begun}${fault('0x412345', WRITE, `${huge}0x0`)}`))).toEqual([]);
  });

  test('that writes to a zero page puts the page in its place', () => {
    expect(entries(play(`${begun}${fault('0x401234', READ)}${fault('0x401234', WRITE, anonAt('0x401000', 0x44))}`))).toEqual([
      '401000 anon 44',
    ]);
  });

  test('of another thread does not end this one', () => {
    expect(
      entries(
        play(`${begun}
      handle_mm_fault: (handle_mm_fault+0x4/0x2c0) ${vmaText()} address=0x401000 flags=${READ}
      [3906 3905] handle_mm_fault__ret: (do_user_addr_fault+0x2cd/0x840 <- handle_mm_fault) ret=0x0`),
      ),
    ).toEqual([]);
  });
});

describe('a mapping that is dropped', () => {
  const two = `${begun}
    ${anonAt('0x401000', 0x31)}
    ${anonAt('0x402000', 0x32)}`;

  test('leaves where the page’s index says, if that page is there', () => {
    expect(
      entries(
        play(`${two}
      ${unmapAt('0x401000', 0x31)}`),
      ),
    ).toEqual(['402000 anon 32']);
    expect(
      entries(
        play(`${two}
      ${unmapAt('0x402000', 0x31)}`),
      ),
    ).toEqual(['401000 anon 31', '402000 anon 32']);
  });

  test('leaves nothing of a run', () => {
    expect(
      entries(
        play(`${two}
      ${unmapAt('0x401000', 0x31, 2)}`),
      ),
    ).toEqual([]);
  });

  test('of a zero page is told by the zap of its range, which leaves pages to their own events', () => {
    const story = `${two}${fault('0x404000', READ)}${fault('0x405000', READ)}
      ${zapped('0x400000', '0x405000')}`;
    expect(entries(play(story))).toEqual(['401000 anon 31', '402000 anon 32', '405000 zero - inferred']);
  });

  test('of a KSM page is looked for, since its index is another’s', () => {
    const ksm = '0xffff888005fb04e3';
    const story = `${begun}
      ${addedAt('0x407000', 0x88, 1, '0x0', ksm)}`;
    expect(entries(play(story))).toEqual(['407000 ksm 88']);
    expect(
      entries(
        play(`${story}
      folio_remove_rmap_ptes: (folio_remove_rmap_ptes+0x4/0x250) ${folio(0x88, '0x7f0', ksm)} page=${page(0x88)} nr_pages=0x1 ${vmaText()}`),
      ),
    ).toEqual([]);
  });
});

describe('a huge page', () => {
  const huge = `${begun}
    ${anonAt('0x400000', 0x3a00, 9)}`;

  test('is one entry', () => {
    expect(entries(play(huge))).toEqual(['400000 anon 3a00 pmd']);
    expect(
      entries(
        play(`${huge}
      ${removedPmd(0x3a00)}`),
      ),
    ).toEqual([]);
  });

  test('is split into 512 entries by the additions that follow; the drop of the PMD’s mapping is no unmap', () => {
    const split = entries(
      play(`${huge}
      ${splitHuge('0x412000')}
      ${addedAt('0x400000', 0x3a00, 512)}
      ${removedPmd(0x3a00)}`),
    );
    expect(split.length).toBe(512);
    expect([split[0], split[511]]).toEqual(['400000 anon 3a00', '5ff000 anon 3bff']);
  });

  test('is split without a word on 6.1', () => {
    const split = entries(
      play(
        `${begun}
      page_add_new_anon_rmap: (page_add_new_anon_rmap+0x0/0x120) page=${page(0x3a00)} page_fl=0x10000 ${vmaText()} address=0x400000
      ${splitHuge('0x412000')}`,
        '6.1',
      ),
    );
    expect([split.length, split[511]]).toEqual([512, '5ff000 anon 3bff']);
  });

  test('of a file is dropped, not split', () => {
    const file: VmaText = { file: '0xffff888037a7ce40', pgoff: '0x0', fl: '0x80000fb' };
    const story = `${born()}${mapped(file)}
      folio_add_file_rmap_pmd: (folio_add_file_rmap_pmd+0x4/0x200) ${folio(0x3a00, '0x0', '0xffff888030050f80')} page=${page(0x3a00)} ${vmaText(file)}`;
    expect(entries(play(story))).toEqual(['400000 file 3a00 pmd']);
    expect(
      entries(
        play(`${story}
      ${splitHuge('0x412000', file)}`),
      ),
    ).toEqual(['400000 file 3a00 pmd']);
    expect(
      entries(
        play(`${story}
      ${splitHuge('0x412000', file)}
      ${removedPmd(0x3a00, file)}`),
      ),
    ).toEqual([]);
  });

  test('of zeros is split into 512 zero pages', () => {
    const zero = `${begun}${fault('0x412345', READ, 'do_huge_pmd_anonymous_page__ret: (__handle_mm_fault+0xd38/0xf90 <- do_huge_pmd_anonymous_page) ret=0x0')}
      ${splitHuge('0x412000')}`;
    const split = entries(play(zero));
    expect([split.length, split[0]]).toEqual([512, '400000 zero -']);
  });
});

describe('an install by address', () => {
  const file: VmaText = { file: '0xffff888037a7ce40', pgoff: '0x0', fl: '0x80000fb' };
  const set = (mapping: string) =>
    `set_pte_range: (set_pte_range+0x4/0x270) vmf_mm=${mm1} ${folio(0x31, '0x7', mapping)} page=${page(0x31)} nr=0x1 addr=0x401000`;

  test('is where it says, though the index of the page that is added says otherwise', () => {
    const add = `folio_add_file_rmap_ptes: (folio_add_file_rmap_ptes+0x4/0x270) ${folio(0x31, '0x7', '0xffff8880049f4ee0')} page=${page(0x31)} nr_pages=0x1 ${vmaText(file)}`;
    expect(
      entries(
        play(`${born()}${mapped(file)}
      ${set('0xffff8880049f4ee0')}
      ${add}`),
      ),
    ).toEqual(['401000 file 31']);
    expect(
      entries(
        play(`${born()}${mapped(file)}
      ${add}`),
      ),
    ).toEqual(['407000 file 31']);
  });
});

describe('rss', () => {
  test('is counted from the entries, by what the kernel counts', () => {
    const played = play(`${begun}
      ${anonAt('0x401000', 0x31)}
      ${anonAt('0x600000', 0x3a00, 9)}
      ${fault('0x404000', READ)}`);
    expect(mmOf(played).counted).toEqual({ anon: 513, file: 0, shmem: 0, swap: 0 });
  });

  test('the kernel’s last word is of the running task’s mm only', () => {
    const played = play(`${begun}${fault('0x404000', READ)}
      rss_stat: mm_id=4003577095 curr=1 type=MM_ANONPAGES size=8192B
      rss_stat: mm_id=4003577095 curr=0 type=MM_ANONPAGES size=4096B`);
    expect(mmOf(played).lastRssStat).toEqual({ file: null, anon: 2, swap: null, shmem: null });
  });
});

describe('after a loss', () => {
  test('entries are doubtful, later ones are not, and nothing is added up', () => {
    const played = play(`${begun}
      ${anonAt('0x401000', 0x31)}
      LOST 4
      ${anonAt('0x402000', 0x32)}`);
    expect(entries(played)).toEqual(['401000 anon 31 doubtful', '402000 anon 32']);
    expect(mmOf(played).counted.anon).toBe(null);
    expect(played.world.doubtBefore).toBe(5);
  });

  test('a call in progress is forgotten: its return maps nothing', () => {
    expect(
      entries(
        play(`${begun}
      handle_mm_fault: (handle_mm_fault+0x4/0x2c0) ${vmaText()} address=0x401000 flags=${READ}
      LOST 4
      handle_mm_fault__ret: (do_user_addr_fault+0x2cd/0x840 <- handle_mm_fault) ret=0x0`),
      ),
    ).toEqual([]);
  });
});
