import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChangedPages } from '../../src/models/folio/changed-pages.ts';

test('pages that changed come out once each, in order, and are forgotten', () => {
  const pfn = fc.oneof(
    fc.nat(100),
    fc.nat(9000),
    fc.nat(40).map((n) => 2 ** 40 - 20 + n),
  );
  fc.assert(
    fc.property(fc.array(fc.array(pfn), { maxLength: 4 }), (rounds) => {
      const changed = new ChangedPages();
      for (const pages of rounds) {
        for (const page of pages) changed.add(page);
        expect([...changed.take()]).toEqual([...new Set(pages)].sort((a, b) => a - b));
      }
    }),
  );
});
