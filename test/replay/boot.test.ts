import { describe, expect, test } from 'vitest';
import { hex, parseHex } from '../../src/base/word.ts';
import { BootLearner, type PageMap } from '../../src/replay/boot.ts';
import { bootOf } from '../events/said.ts';
import { line, readText } from '../ingest/read.ts';

/** What a boot learns from these lines. */
function learned(lines: readonly string[]): PageMap | null {
  const { batches, parser } = readText(lines.map(line).join(''));
  const learner = new BootLearner();
  for (const batch of batches) if (learner.study(batch, parser.dictionary.shapes)) break;
  return learner.pages;
}

const base = parseHex('ffffd42a40000000') as number;
const pointer = (pfn: number, size = 64): string => hex(base + pfn * size);
const raw = (pfn: number, size?: number): string =>
  `mm_page_alloc: page=${pointer(pfn, size).slice(2)} pfn=${hex(pfn)} order=0 migratetype=0 gfp_flags=GFP_KERNEL`;
const freed = (pfn: number, size?: number): string => `mm_page_free: page=${pointer(pfn, size).slice(2)} pfn=${hex(pfn)} order=0`;
const hashed = (pfn: number, hash: string): string =>
  `mm_page_alloc: page=00000000${hash} pfn=${hex(pfn)} order=0 migratetype=0 gfp_flags=GFP_KERNEL`;
const used = (pfn: number): string => `pte_alloc_one__ret: (__pte_alloc+0x2a/0xe0 <- pte_alloc_one) ret=${pointer(pfn)}`;

describe('the page map', () => {
  test('is learned from events that print page and pfn together, wherever vmemmap lies', () => {
    expect(learned([raw(0x1000), freed(0x2345), raw(0x99), freed(0x88888)])).toEqual({ base, size: 64 });
  });

  test('is learned for a struct page of another size', () => {
    expect(learned([raw(0x1000, 56), freed(0x2345, 56), raw(0x99, 56), raw(0x9a, 56)])).toEqual({ base, size: 56 });
  });

  test('needs more than one agreeing pair', () => {
    expect(learned([raw(0x1000), freed(0x2345)])).toBe(null);
    expect(learned([raw(0x1000), raw(0x1000), raw(0x1000), raw(0x1000)])).toBe(null);
  });

  test('is learned in spite of an odd pair here and there', () => {
    const odd = `mm_page_free: page=ffffd42a40000007 pfn=0x5 order=0`;
    expect(learned([raw(0x1000), odd, freed(0x2345), odd, raw(0x99), raw(0x77)])).toEqual({ base, size: 64 });
  });

  test('is learned even when the first pair is the odd one', () => {
    const odd = 'mm_page_free: page=ffffd42a77000040 pfn=0x5 order=0';
    expect(learned([odd, ...Array.from({ length: 40 }, (_, i) => raw(0x1000 + i * 7))])).toEqual({ base, size: 64 });
  });

  test('with hashed pointers, is voted on by what a task allocates and then uses', () => {
    const pairs = Array.from({ length: 14 }, (_, i) => [
      hashed(0x3000 + i * 5, `be4c7b${(16 + i).toString(16)}`),
      used(0x3000 + i * 5),
    ]);
    expect(learned(pairs.flat())).toEqual({ base, size: 64 });
    expect(learned(pairs.slice(0, 8).flat())).toBe(null);
  });

  test('with hashed pointers, is not learned from votes that do not agree', () => {
    const pairs = Array.from({ length: 40 }, (_, i) => [
      hashed(0x3000 + i * 5, `be4c7b${(16 + i).toString(16)}`),
      used(0x3000 + i * 5 + (i % 3)),
    ]);
    expect(learned(pairs.flat())).toBe(null);
  });

  test('counts no allocation of one task with the use of another', () => {
    const text = Array.from(
      { length: 20 },
      (_, i) => line(hashed(0x3000 + i, 'be4c7b11')) + line(used(0x3000 + i)).replace('tiny-3905', 'tiny-3906'),
    ).join('');
    const { batches, parser } = readText(text);
    const learner = new BootLearner();
    for (const batch of batches) learner.study(batch, parser.dictionary.shapes);
    expect(learner.pages).toBe(null);
  });
});

describe('the pfn of a pointer', () => {
  const boot = bootOf('7.0');

  test('is counted from where struct page 0 lies', () => {
    expect(boot.pfnOf(parseHex('ffffea0000de8200') as number)).toBe(0x37a08);
    expect(boot.pfnOf(parseHex('ffffea0000000000') as number)).toBe(0);
  });

  test.each([
    ['a hashed pointer', '00000000be4c7b11'],
    ['no pointer', '0'],
    ['the middle of a struct page', 'ffffea0000de8208'],
    ['what lies below vmemmap', 'ffff888004479500'],
  ])('is not known of %s', (_what, text) => {
    expect(boot.pfnOf(parseHex(text) as number)).toBe(-1);
  });
});
