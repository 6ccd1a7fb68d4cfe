import { describe, expect, test } from 'vitest';
import { begun, born } from './lines.ts';
import {
  anonAt,
  entries,
  fault,
  mapped,
  mm1,
  mm2,
  mmOf,
  type Played,
  page,
  play,
  unmapAt,
  type VmaText,
  vma1,
  vma2,
  vmaText,
  WRITE,
} from './story.ts';

/** A PMD table page whose first entry is that of address 0: entry i lies 8 * i bytes in, and covers 2 MiB. */
const pmd = (index: number, table = 0xba4): string =>
  `0xffff888037${table.toString(16)}${(index * 8).toString(16).padStart(3, '0')}`;
const walk = (va: string, at: string) =>
  `change_pte_range: (change_pte_range+0x0/0x1000) ${vmaText()} pmd=${at} pmd_v=0x0 addr=${va} end=${va}`;
const link = (pfn: number, at: string, mm = mm1) =>
  `pmd_install: (pmd_install+0x4/0x100) mm=${mm} pmd=${at} pmd_v=0x0 pte=0xffffc900004437f8 pte_v=${page(pfn)}`;
const deposit = (pfn: number, at: string) =>
  `pgtable_trans_huge_deposit: (pgtable_trans_huge_deposit+0x4/0x160) mm=${mm1} pmdp=${at} pmdp_v=0x0 pgtable=${page(pfn)}`;
const withdraw = (at: string, pfn?: number) =>
  `pgtable_trans_huge_withdraw: (pgtable_trans_huge_withdraw+0x4/0xd0) mm=${mm1} pmdp=${at} pmdp_v=0x0${
    pfn === undefined
      ? ''
      : `\npgtable_trans_huge_withdraw__ret: (zap_huge_pmd+0x2e9/0x460 <- pgtable_trans_huge_withdraw) ret=${page(pfn)}`
  }`;
const free = (pfn: number) => `___pte_free_tlb: (___pte_free_tlb+0x4/0x40) tlb=0xffffc9000044b980 tlb_mm=${mm1} pte=${page(pfn)}`;
const upper = (level: 'pmd' | 'pud', ret = '0x0') => `
  __${level}_alloc: (__${level}_alloc+0x4/0x2a0) mm=${mm1} pud=0xffff8880066cf000 pud_v=0x0 address=0x4c4000
  __${level}_alloc__ret: (copy_page_range+0x1db0/0x2400 <- __${level}_alloc) ret=${ret}`;

/** Linked tables as `600000 77` with `empty` or `?`, then how many are deposited. */
function tables(played: Played, mm = mm1): string[] {
  const { pte, deposited } = mmOf(played, mm).tables;
  const linked = (pte ?? []).map(
    ({ va, pfn, empty }) =>
      `${va < 0 ? '?' : va.toString(16)} ${pfn?.toString(16)}${empty === null ? ' ?' : empty ? ' empty' : ''}`,
  );
  return deposited > 0 ? [...linked, `${deposited} deposited`] : linked;
}

const placed = `${begun}
  ${walk('0x400000', pmd(2))}`;

describe('a PTE table', () => {
  test('linked under a PMD whose place is known, is empty until an entry is set, and again when the last one goes', () => {
    const linked = `${placed}
      ${link(0x77, pmd(2))}`;
    expect(tables(play(linked))).toEqual(['400000 77 empty']);
    const used = `${linked}
      ${anonAt('0x401000', 0x31)}`;
    expect(tables(play(used))).toEqual(['400000 77']);
    expect(
      tables(
        play(`${used}
      ${unmapAt('0x401000', 0x31)}`),
      ),
    ).toEqual(['400000 77 empty']);
    expect(
      tables(
        play(`${used}
      ${free(0x77)}`),
      ),
    ).toEqual([]);
  });

  test('whose place nobody said is there, but not known to be empty; a later walk tells', () => {
    const linked = `${begun}
      ${link(0x77, pmd(3))}`;
    expect(tables(play(linked))).toEqual(['? 77 ?']);
    expect(
      tables(
        play(`${linked}
      ${walk('0x400000', pmd(2))}`),
      ),
    ).toEqual(['600000 77 empty']);
  });

  test('that a fault links lies where the fault is', () => {
    expect(tables(play(`${begun}${fault('0x612345', WRITE, link(0x77, pmd(3)))}`))).toEqual(['600000 77 empty']);
  });

  test('that fork links lies in the range that is copied, in the child', () => {
    const copy = `copy_page_range: (copy_page_range+0x4/0x2400) ${vmaText({ vma: vma2, mm: mm2 }, 'dst_vma')} ${vmaText({}, 'src_vma')}`;
    expect(
      tables(
        play(`${begun}
      ${born(mm2)}
      ${copy}
      ${link(0x77, pmd(3, 0xbb4), mm2)}
      copy_page_range__ret: (dup_mmap+0x3bf/0x8d0 <- copy_page_range) ret=0x0`),
        mm2,
      ),
    ).toEqual(['600000 77 empty']);
  });

  test('in the same slot of another gigabyte is another place', () => {
    const high = `${placed}
      ${walk('0x40400000', pmd(2, 0xcc4))}`;
    expect(
      tables(
        play(`${high}
      ${link(0x77, pmd(2))}
      ${link(0x78, pmd(2, 0xcc4))}`),
      ),
    ).toEqual(['400000 77 empty', '40400000 78 empty']);
  });

  test('an odd pair of address and PMD place teaches nothing', () => {
    expect(
      tables(
        play(`${begun}
      ${walk('0x400000', pmd(5))}
      ${link(0x77, pmd(5))}`),
      ),
    ).toEqual(['? 77 ?']);
  });

  test('freed as a page, without an event of its own, is gone', () => {
    expect(
      tables(
        play(`${placed}
      ${link(0x77, pmd(2))}
      mm_page_free: page=${page(0x77).slice(2)} pfn=0x77 order=0`),
      ),
    ).toEqual([]);
  });
});

/*
 * Tables parked under huge pages of one PMD table page form a ring: the newest goes first, the one that was first last.
 *   deposit a   [a]      deposit b   [b a]     deposit c   [c a b]
 */
describe('deposited tables', () => {
  const three = `${placed}
    ${deposit(0xa1, pmd(2))}
    ${deposit(0xb1, pmd(3))}
    ${deposit(0xc1, pmd(4))}`;

  test('are counted, and are in no place', () => {
    expect(tables(play(three))).toEqual(['3 deposited']);
  });

  test('come out in the order of the ring, and are linked where they are withdrawn', () => {
    expect(
      tables(
        play(`${three}
      ${withdraw(pmd(2))}`),
      ),
    ).toEqual(['400000 c1 empty', '2 deposited']);
    expect(
      tables(
        play(`${three}
      ${withdraw(pmd(2))}
      ${withdraw(pmd(4))}`),
      ),
    ).toEqual(['400000 c1 empty', '800000 a1 empty', '1 deposited']);
    expect(
      tables(
        play(`${three}
      ${withdraw(pmd(2))}
      ${withdraw(pmd(4))}
      ${withdraw(pmd(3))}`),
      ),
    ).toEqual(['400000 c1 empty', '600000 b1 empty', '800000 a1 empty']);
  });

  test('of another PMD table page are in another ring', () => {
    expect(
      tables(
        play(`${placed}
      ${deposit(0xa1, pmd(2))}
      ${deposit(0xd1, pmd(2, 0xcc4))}
      ${withdraw(pmd(2))}`),
      ),
    ).toEqual(['400000 a1 empty', '1 deposited']);
  });

  test('printed at the return of a withdrawal, after a deposit that was not traced, are believed', () => {
    // The ring had b first; the kernel gave a.
    const story = `${placed}
      ${deposit(0xa1, pmd(2))}
      ${deposit(0xb1, pmd(3))}
      ${withdraw(pmd(2), 0xa1)}`;
    expect(tables(play(story))).toEqual(['400000 a1 empty', '1 deposited']);
    expect(
      tables(
        play(`${story}
      ${withdraw(pmd(3))}`),
      ),
    ).toEqual(['400000 a1 empty', '600000 b1 empty']);
  });
});

describe('a table withdrawn under a PMD', () => {
  test('and never seen deposited, leaves the ring’s own in it', () => {
    expect(
      tables(
        play(`${placed}
      ${deposit(0xa1, pmd(2))}
      ${withdraw(pmd(2), 0xee)}`),
      ),
    ).toEqual(['1 deposited']);
  });
});

describe('a move of 2 MiB, both ends aligned', () => {
  const moved = (to: string) => `
    move_page_tables: (move_page_tables+0x4/0x1130) pmc_old=${vma1} pmc_new=${vma1} pmc_old_addr=0x400000 pmc_old_end=0x600000 pmc_new_addr=${to}
    move_page_tables__ret: (move_vma+0x201/0x2e0 <- move_page_tables) ret=0x200000`;
  const full = `${placed}
    ${link(0x77, pmd(2))}
    ${anonAt('0x401000', 0x31)}`;

  test('takes the table along', () => {
    const played = play(`${full}${moved('0xa00000')}`);
    expect(tables(played)).toEqual(['a00000 77']);
    expect(entries(played)).toEqual(['a01000 anon 31']);
  });

  test('leaves it, empty, where one waits at the target', () => {
    expect(
      tables(
        play(`${full}
      ${link(0x78, pmd(5))}${moved('0xa00000')}`),
      ),
    ).toEqual(['400000 77 empty', 'a00000 78']);
  });

  test('not aligned alike, leaves it too', () => {
    expect(tables(play(`${full}${moved('0xa01000')}`))).toEqual(['400000 77 empty']);
  });
});

describe('upper tables', () => {
  test('are counted when made and freed, and give the bytes of all tables', () => {
    const story = `${placed}${upper('pud')}${upper('pmd')}
      ${link(0x77, pmd(2))}`;
    const { tables: made } = mmOf(play(story));
    expect(made).toMatchObject({ pmd: 1, pud: 1, bytes: 3 * 4096, certainty: 'observed' });
    expect(mmOf(play(`${story}${upper('pmd', '0xfffffff4')}`)).tables.pmd).toBe(1);
    expect(
      mmOf(
        play(`${story}
      ___pmd_free_tlb: (___pmd_free_tlb+0x4/0x90) tlb=0xffffc9000044b980 tlb_mm=${mm1} pmd=0xffff8880066cc000 pmd_v=0x0`),
      ).tables.pmd,
    ).toBe(null);
  });

  test('are not known of an mm older than the trace, nor after a loss', () => {
    expect(
      mmOf(
        play(`${mapped()}
      ${link(0x77, pmd(2))}`),
      ).tables,
    ).toMatchObject({ pmd: null, pud: null, bytes: null });
    const lost: VmaText = { vma: vma2, start: '0x900000', end: '0xa00000' };
    expect(
      mmOf(
        play(`${placed}${upper('pud')}${upper('pmd')}
      LOST 2
      ${mapped(lost)}`),
      ).tables,
    ).toMatchObject({ pmd: null, bytes: null, certainty: 'doubtful' });
  });
});
