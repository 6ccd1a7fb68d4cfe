import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockPages } from '../../src/base/order.ts';
import { PageChains } from '../../src/models/stock/page-chains.ts';
import { PageSet } from '../../src/models/stock/page-set.ts';

/** Few pages, so that they come again; some beyond 32 bits. */
const pfn = fc.oneof(
  fc.nat(60),
  fc.nat(20).map((n) => 2 ** 40 + n),
);
/** A few pages of a process, beyond what 32 bits count, and at both ends of what there is. */
const va = fc
  .tuple(fc.constantFrom(0x7f00_0000_0000, 0, 2 ** 56 - 2 ** 20, -(2 ** 55)), fc.nat(3))
  .map(([base, page]) => base + page * 4096);
const step = fc.oneof(fc.record({ pfn, owner: fc.nat(3), va }), fc.record({ pfn }));

test('what was added of a page is given once, the last first, however many pages come and go', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 1500, size: 'max' }), (steps) => {
      const chains = new PageChains();
      const naive = new Map<number, [number, number][]>();
      for (const each of steps) {
        const list = naive.get(each.pfn) ?? [];
        if ('va' in each) {
          chains.add(each.pfn, each.owner, each.va);
          const [last] = list;
          if (!last || last[0] !== each.owner || last[1] !== each.va) naive.set(each.pfn, [[each.owner, each.va], ...list]);
        } else {
          const given: [number, number][] = [];
          chains.take(each.pfn, (owner, va) => given.push([owner, va]));
          expect(given).toEqual(list);
          naive.delete(each.pfn);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('a set of pages never lacks one, and answers alike for pages that it cannot tell apart', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.maxSafeInteger().map(Math.abs), fc.integer({ min: 0, max: 4 }))),
      fc.nat(2 ** 30),
      (blocks, other) => {
        const set = new PageSet();
        for (const [first, order] of blocks) set.addBlock(first, order);
        for (const [first, order] of blocks) for (let i = 0; i < 2 ** order; i++) expect(set.has(first + i)).toBe(true);
        expect(set.has(other)).toBe(set.has(other + 2 ** 20));
      },
    ),
  );
});

test('a block has 2^order pages, and never more than 1 GiB whatever a trace says', () => {
  expect([0, 1, 9, 18].map(blockPages)).toEqual([1, 2, 512, 2 ** 18]);
  expect([19, 2 ** 40, -1].map(blockPages)).toEqual([2 ** 18, 2 ** 18, 1]);
});
