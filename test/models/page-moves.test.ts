import { describe, expect, test } from 'vitest';
import { addedAt, begun, folio, zapped } from './lines.ts';
import { anonAt, entries, fault, mm1, page, play, READ, unmapAt, vmaText, WRITE } from './story.ts';

describe('swap', () => {
  const out = (within: string) => `${begun}
    ${anonAt('0x401000', 0x31)}
    [77] try_to_unmap_one: (try_to_unmap_one+0x4/0x1260) ${folio(0x31, '0x401')} ${vmaText()} address=0x401000
    [77] ${within}
    [77] ${unmapAt('0x401000', 0x31)}
    [77] try_to_unmap_one__ret: (rmap_walk_anon+0x114/0x2a0 <- try_to_unmap_one) ret=0x1`;

  test('out: the entry that swap_duplicate() took takes the page’s place', () => {
    expect(entries(play(out('swap_duplicate: (swap_duplicate+0x4/0x50) entry=0x1f')))).toEqual(['401000 swap anon 1f']);
  });

  test('out on 7.x, where the swap counter alone tells: swapped, entry not known', () => {
    expect(entries(play(out('rss_stat: mm_id=4003577095 curr=0 type=MM_SWAPENTS size=4096B')))).toEqual(['401000 swap anon -']);
  });

  test('not out: a clean page of MADV_FREE is only dropped', () => {
    expect(entries(play(out('rss_stat: mm_id=4003577095 curr=0 type=MM_ANONPAGES size=4096B')))).toEqual([]);
  });

  test('in again: the page of the fault takes the entry’s place', () => {
    expect(
      entries(
        play(`${out('swap_duplicate: (swap_duplicate+0x4/0x50) entry=0x1f')}
      ${fault('0x401000', READ, addedAt('0x401000', 0x99, 1, '0x1'))}`),
      ),
    ).toEqual(['401000 anon 99']);
  });

  test('goes with the range that is zapped', () => {
    expect(
      entries(
        play(`${out('swap_duplicate: (swap_duplicate+0x4/0x50) entry=0x1f')}
      ${zapped('0x400000', '0x800000')}`),
      ),
    ).toEqual([]);
  });
});

describe('migration', () => {
  const away = `${begun}
    ${anonAt('0x401000', 0x31)}
    [78] try_to_migrate_one: (try_to_migrate_one+0x4/0xe80) ${folio(0x31, '0x401')} ${vmaText()} address=0x401000
    [78] ${unmapAt('0x401000', 0x31)}
    [78] try_to_migrate_one__ret: (rmap_walk_anon+0x114/0x2a0 <- try_to_migrate_one) ret=0x1`;
  const restore = `[78] remove_migration_pte: (remove_migration_pte+0x4/0x880) ${folio(0x99, '0x401')} ${vmaText()} addr=0x401000`;

  test('puts a migration entry there, then the new page', () => {
    expect(entries(play(away))).toEqual(['401000 migration anon 31']);
    expect(
      entries(
        play(`${away}
      ${restore}
      [78] ${addedAt('0x401000', 0x99)}`),
      ),
    ).toEqual(['401000 anon 99']);
  });

  test('of a part of a split huge page that is all zeros ends with the shared zero page', () => {
    expect(
      entries(
        play(`${away}
      ${restore}
      [78] rss_stat: mm_id=4003577095 curr=0 type=MM_ANONPAGES size=4096B`),
      ),
    ).toEqual(['401000 zero -']);
  });
});

describe('KSM', () => {
  const merge = (kpage: string) => `${begun}
    ${anonAt('0x401000', 0x31)}
    [50] try_to_merge_one_page: (try_to_merge_one_page+0x0/0x5b0) ${vmaText()} page=${page(0x31)} kpage=${kpage}`;

  test('puts the merged page there', () => {
    expect(
      entries(
        play(`${merge(page(0x88))}
      [50] ${addedAt('0x401000', 0x88, 1, '0x0', '0xffff888005fb04e3')}
      [50] ${unmapAt('0x401000', 0x31)}`),
      ),
    ).toEqual(['401000 ksm 88']);
  });

  test('that found only zeros puts the shared zero page there', () => {
    expect(
      entries(
        play(`${merge('0x0')}
      [50] ${unmapAt('0x401000', 0x31)}`),
      ),
    ).toEqual(['401000 zero -']);
  });
});

describe('userfaultfd', () => {
  const running = `${begun}${fault('0x500000', WRITE, anonAt('0x500000', 0x50))}`;

  test('zeropage maps zero pages where there was nothing', () => {
    expect(
      entries(
        play(`${running}
      mfill_atomic_zeropage: (mfill_atomic_zeropage+0x0/0x440) ctx=0xffff888027efd9c0 start=0x4ff000 len=0x2000`),
      ),
    ).toEqual(['4ff000 zero - inferred', '500000 anon 50']);
  });

  test('move takes the pages along that rmap names, and zero pages and swap entries without a word', () => {
    const story = `${running}${fault('0x502000', READ)}
      move_pages: (move_pages+0x4/0x1a30) ctx=0xffff888027efd9c0 dst_start=0x700000 src_start=0x500000 len=0x4000 mode=0x0`;
    expect(entries(play(story))).toEqual(['500000 anon 50', '702000 zero - inferred']);
    expect(
      entries(
        play(`${story}
      folio_move_anon_rmap: (folio_move_anon_rmap+0x4/0x20) ${folio(0x50, '0x500')} ${vmaText()}`),
      ),
    ).toEqual(['700000 anon 50', '702000 zero - inferred']);
  });
});

describe('guard regions', () => {
  const guard = (name: string, more: string) => `${name}: (${name}+0x4/0x30) ${more}addr=0x401000 next=0x402000 walk_mm=${mm1}`;

  test('are markers that removal, and only removal of guards, takes away', () => {
    const there = `${begun}
      ${guard('guard_install_set_pte', '')}`;
    expect(entries(play(there))).toEqual(['401000 marker unknown -']);
    expect(
      entries(
        play(`${there}
      ${guard('guard_remove_pte_entry', 'pte=0xffff888027fc0b50 pte_v=0xfffffffffffff600 ')}`),
      ),
    ).toEqual([]);
    expect(
      entries(
        play(`${begun}
      ${anonAt('0x401000', 0x31)}
      ${guard('guard_remove_pte_entry', 'pte=0xffff888027fc0b50 pte_v=0x31067 ')}`),
      ),
    ).toEqual(['401000 anon 31']);
  });
});
