import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ColumnWriter } from '../../src/base/columns/column-writer.ts';
import { packInfo, Sure, Type } from '../../src/models/page-table/entry.ts';
import { Journal } from '../../src/models/page-table/journal.ts';
import { PageTable, PMD_SIZE } from '../../src/models/page-table/page-table.ts';
import { TableReader } from '../../src/models/page-table/table-reader.ts';
import { writeTable, writeTableChanges } from '../../src/models/page-table/table-writer.ts';

const info = packInfo(Type.present, 1, Sure.observed);

/** A stretch of pages, and what is done to it: so long that a piece is read in several goes. */
const stroke = fc.record({
  page: fc.nat(6000),
  pages: fc.oneof(fc.nat(20), fc.nat(3000)),
  every: fc.integer({ min: 1, max: 40 }),
  act: fc.constantFrom('set', 'remove', 'huge'),
});
const history = fc.array(fc.array(stroke, { maxLength: 4 }), { minLength: 1, maxLength: 6 });

type Stroke = typeof stroke extends fc.Arbitrary<infer T> ? T : never;

function act(pt: PageTable, { page, pages, every, act }: Stroke, seq: number): void {
  if (act === 'huge') pt.setPmd(Math.floor(page / 512) * PMD_SIZE, 0x80_0000 + (seq & 15) * 512, info, seq);
  for (let i = page; act !== 'huge' && i < page + pages; i += every) {
    if (act === 'set') pt.set(i * 4096, i % 7 === 0 ? -1 : 100_000 + ((i * 31) % 5000), info, seq + i);
    else pt.remove(i * 4096);
  }
}

// One for all: what it read before must not show.
const reader = new TableReader();

test('a page table is what its pieces make of it, and its pages are told while they are read', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 9 }), (rounds, some) => {
      const writer = new ColumnWriter('bits');
      const pt = new PageTable();
      const pieces: Uint8Array[] = [];
      for (const [round, strokes] of rounds.entries()) {
        for (const [i, each] of strokes.entries()) act(pt, each, round * 10_000 + i);
        if (pt.journal) writeTableChanges(pt, pt.journal, writer);
        else writeTable(pt, writer);
        pt.journal ??= new Journal();
        pt.journal.clear();
        pieces.push(writer.take().slice());
      }
      const restored = new PageTable();
      restored.freeze((into, call) => {
        reader.read(into, pieces, call);
        return true;
      });
      const pages = { has: (pfn: number) => pfn % some === 0 };
      const [told, expected]: [string[], string[]] = [[], []];
      restored.eachPage({ pages, tell: (pfn, va) => void told.push(`${pfn} at ${va}`) });
      pt.eachPage({ pages, tell: (pfn, va) => void expected.push(`${pfn} at ${va}`) });
      expect(told.sort()).toEqual(expected.sort());
      expect([...restored.entries(0)]).toEqual([...pt.entries(0)]);
    }),
    { numRuns: 60 },
  );
});
