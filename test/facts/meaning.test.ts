import { describe, expect, test } from 'vitest';
import { eventTypes } from '../../src/events/index.ts';
import type { Fact } from '../../src/facts/index.ts';
import { said } from '../events/said.ts';

const head = (page: string): string =>
  `folio=${page} folio_fl=0xfffffd000082d folio_f1=0xfffffd000082c folio_index=0x40 folio_mapping=0xffff8880049f4ee0 folio_ref=3`;
const inText = 'vma=0xffff888005848a80 vma_mm=0xffff88800447cd00 vma_s=0x401000 vma_e=0x49a000 vma_fl=0x8000075 vma_pgoff=0x1';

/** The facts of one kind. */
const facts = (text: string, kind: Fact['kind'], kernel: '6.1' | '6.12' | '7.0' = '7.0'): Fact[] =>
  said(text, eventTypes, kernel).facts.filter((fact) => fact.kind === kind);

describe('what is printed becomes what was meant', () => {
  test('a page of a folio lies where its index puts it in the VMA, as the install beside it says too', () => {
    const page = '0xffffea00024de8c0';
    const added = `folio_add_file_rmap_ptes: (folio_add_file_rmap_ptes+0x4/0x270) ${head(page)} page=${page} nr_pages=0x1 ${inText} vma_av=0x0 vma_file=0xffff888037a7ce40`;
    const written = `set_pte_range: (set_pte_range+0x4/0x270) vmf_mm=0xffff88800447cd00 ${head(page)} page=${page} nr=0x1 addr=0x440000`;
    const same = { mm: -0x777f_fbb8_3300, va: 0x44_0000, pfn: 0x937a3, nr: 1, level: 1 };
    expect(facts(added, 'file_add')).toMatchObject([same]);
    expect(facts(written, 'pte_set')).toMatchObject([same]);
    const third = added.replace(`page=${page} nr`, 'page=0xffffea00024de940 nr');
    expect(facts(third, 'file_add')).toMatchObject([{ va: 0x44_2000, pfn: 0x937a5 }]);
  });

  test('a tail page of 6.1 takes its head’s index, which is odd in the second word', () => {
    const tail = (w1: string): string =>
      `page_remove_rmap: (page_remove_rmap+0x0/0x520) page=0xffffea00000e1440 page_fl=0xfffffc0000000 page_index=0xdead page_w1=${w1} page_hindex=0x405 ${inText} vma_av=0x0 vma_file=0x0 compound=0x0`;
    expect(facts(tail('0xffffea00000e1381'), 'rmap_remove', '6.1')).toMatchObject([{ va: 0x401000 + (0x405 + 3 - 1) * 4096 }]);
    expect(facts(tail('0xffffea00000e1380'), 'rmap_remove', '6.1')).toMatchObject([{ va: 0x401000 + (0xdead - 1) * 4096 }]);
  });

  test.each([
    ['6.12', '0x8', '0x209', 1, 1],
    ['6.12', '0x48', '0x209', 512, 2],
    ['7.0', '0x48', '0x204', 16, 1],
  ] as const)(
    'on %s, new anonymous memory with flags %s and second flags %s is %i pages at level %i',
    (kernel, fl, f1, nr, level) => {
      const text = `folio_add_new_anon_rmap: (folio_add_new_anon_rmap+0x4/0x1d0) folio=0xffffea0000e80000 folio_fl=${fl} folio_f1=${f1} ${inText} address=0x600000`;
      expect(facts(text, 'anon_new', kernel)).toMatchObject([{ va: 0x600000, pfn: 0x3a000, nr, level }]);
    },
  );

  test.each([
    ['6.1', '0x80000', 1],
    ['6.1', '0x20000', 0],
    ['7.0', '0x20000', 1],
    ['7.0', '0x80000', 0],
  ] as const)('on %s, a page-cache page with flags %s has shmem %i', (kernel, flags, shmem) => {
    const page = '0xffffea00024de8c0';
    const text = `folio_add_file_rmap_ptes: (folio_add_file_rmap_ptes+0x4/0x270) folio=${page} folio_fl=${flags} folio_index=0x40 page=${page} nr_pages=0x1 ${inText}`;
    expect(facts(text, 'file_add', kernel)).toMatchObject([{ shmem }]);
  });

  test('the inclusive ends of maple tree tracepoints become half-open; the tree is the mm on 6.1 only', () => {
    const text = 'vma_store: mt_mod ffff888003c54900, (ffff8880059aa850), STORE, 140737488347136, 140737488351231,';
    const stored = { vma: -0x777f_fa65_57b0, start: 0x7fff_ffff_e000, end: 0x7fff_ffff_f000 };
    expect(facts(text, 'vma_store', '6.1')).toMatchObject([{ ...stored, mm: -0x777f_fc3a_b700 }]);
    expect(facts(text, 'vma_store', '7.0')).toMatchObject([{ ...stored, mm: -1 }]);
  });

  test('an allocation that failed, and a fault of the kernel on its own memory, say nothing', () => {
    expect(
      said('mm_page_alloc: page=0000000000000000 pfn=0x0 order=4 migratetype=0 gfp_flags=GFP_KERNEL', eventTypes, '7.0').facts,
    ).toEqual([]);
    expect(said('page_fault_kernel: address=0xffff888000000000 ip=0x4462e8 error_code=0x0', eventTypes, '7.0').facts).toEqual([]);
  });

  test('a swap entry whose type sits in the topmost bits is its low 52 bits', () => {
    expect(facts('swap_duplicate: (swap_duplicate+0x4/0x50) entry=0x7c0000000000abcd', 'swap_dup')).toMatchObject([
      { entry: 0xabcd },
    ]);
  });
});
