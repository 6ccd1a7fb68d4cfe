import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certaintyOf, kindOf, packInfo, Sure, Type, withCertainty } from '../../src/models/page-table/entry.ts';
import { Journal } from '../../src/models/page-table/journal.ts';
import { PageTable } from '../../src/models/page-table/page-table.ts';

/*
 * The page table against a map from page number to entry, as simple as can be. Pages are counted from 4 MiB below the first
 * GiB, so that four tables meet, two of them in another directory; a PMD entry is one object that 512 pages of the map point to.
 */
interface Cell {
  readonly pfn: number;
  readonly info: number;
  readonly since: number;
  /** First page of the PMD entry it belongs to; -1 for a PTE. */
  readonly huge: number;
}

const PAGES = 2048;
const FIRST = 2 ** 18 - 1024;
const va = (page: number): number => (FIRST + page) * 4096;
const pageOf = (at: number): number => at / 4096 - FIRST;
const indexOf = (page: number): number => Math.floor((FIRST + page) / 512);
const info = (kind: number): number => packInfo(Type.present, kind, Sure.observed);

class Naive {
  readonly cells = new Map<number, Cell>();

  private clearHuge(page: number): void {
    const first = page - (page % 512);
    if (this.cells.get(first)?.huge === first) for (let i = 0; i < 512; i++) this.cells.delete(first + i);
  }

  set(page: number, pfn: number, bits: number, since: number): void {
    this.clearHuge(page);
    this.cells.set(page, { pfn, info: bits, since, huge: -1 });
  }

  setPmd(page: number, pfn: number, bits: number, since: number): void {
    const first = page - (page % 512);
    for (let i = 0; i < 512; i++) this.cells.set(first + i, { pfn, info: bits, since, huge: first });
  }

  isHuge(page: number): boolean {
    return (this.cells.get(page)?.huge ?? -1) >= 0;
  }

  remove(page: number): boolean {
    return !this.isHuge(page) && this.cells.delete(page);
  }

  removePmd(page: number): boolean {
    const was = this.isHuge(page);
    this.clearHuge(page);
    return was;
  }

  splitPmd(page: number, since: number, doubtBefore = 0): boolean {
    const first = page - (page % 512);
    const entry = this.cells.get(first);
    if (entry?.huge !== first) return false;
    const bits = entry.since < doubtBefore ? withCertainty(entry.info, Sure.doubtful) : entry.info;
    for (let i = 0; i < 512; i++)
      this.cells.set(first + i, { pfn: entry.pfn < 0 ? -1 : entry.pfn + i, info: bits, since, huge: -1 });
    return true;
  }

  drop(from: number, to: number, since: number): void {
    for (const edge of [from, to]) if (edge % 512 !== 0) this.splitPmd(edge, since);
    for (let page = from; page < to; page++) this.cells.delete(page);
  }

  /** Whole PMD entries move whole, PTEs one by one; a PMD entry that is only partly inside stays. */
  move(from: number, to: number, len: number): void {
    const moved = [...this.cells]
      .filter(
        ([page, cell]) =>
          page >= from && page < from + len && (cell.huge < 0 || (cell.huge >= from && cell.huge + 512 <= from + len)),
      )
      .sort(([a], [b]) => a - b);
    for (const [page] of moved) this.cells.delete(page);
    for (const [page, cell] of moved) {
      if (cell.huge < 0) this.set(page - from + to, cell.pfn, cell.info, cell.since);
      else if (cell.huge === page) this.setPmd(page - from + to, cell.pfn, cell.info, cell.since);
    }
  }

  /** Entries in order: [page, pfn, info, since, pages]. */
  listed(from = 0, to = PAGES * 2): number[][] {
    const seen = new Set<number>();
    const rows: number[][] = [];
    for (const [page, { pfn, info: bits, since, huge }] of [...this.cells].sort(([a], [b]) => a - b)) {
      if (page < from || page >= to || (huge >= 0 && seen.has(huge))) continue;
      if (huge >= 0) seen.add(huge);
      rows.push([huge >= 0 ? huge : page, pfn, bits, since, huge >= 0 ? 512 : 1]);
    }
    return rows;
  }
}

function listed(pt: PageTable, from = 0, to = PAGES * 2): number[][] {
  const rows: number[][] = [];
  pt.visit(va(from), va(to), (at, pfn, bits, since, pages) => {
    rows.push([pageOf(at), pfn, bits, since, pages]);
    return false;
  });
  return rows;
}

const page = fc.oneof(fc.nat(PAGES - 1), fc.constantFrom(0, 1, 511, 512, 513, 1023, 1024, 1535));
const pfn = fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 5000 }));
const kind = fc.integer({ min: 1, max: 7 });
const span = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(512, 700, 1024));

type Step = (pt: PageTable, naive: Naive, seq: number) => void;

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(page, pfn, kind).map<Step>(([at, to, k]) => (pt, naive, seq) => {
    pt.set(va(at), to, info(k), seq);
    naive.set(at, to, info(k), seq);
  }),
  fc.tuple(page, pfn, fc.integer({ min: 1, max: 600 }), kind).map<Step>(([at, to, nr, k]) => (pt, naive, seq) => {
    pt.setRun(va(at), to, nr, info(k), seq);
    for (let i = 0; i < nr; i++) naive.set(at + i, to < 0 ? -1 : to + i, info(k), seq);
  }),
  fc.tuple(page, pfn, kind).map<Step>(([at, to, k]) => (pt, naive, seq) => {
    pt.setPmd(va(at - (at % 512)), to, info(k), seq);
    naive.setPmd(at, to, info(k), seq);
  }),
  page.map<Step>((at) => (pt, naive) => expect(pt.remove(va(at))).toBe(naive.remove(at))),
  page.map<Step>((at) => (pt, naive) => expect(pt.removePmd(va(at))).toBe(naive.removePmd(at))),
  fc.tuple(page, span).map<Step>(([at, len]) => (pt, naive, seq) => {
    pt.drop(va(at), va(at + len), seq);
    naive.drop(at, at + len, seq);
  }),
  fc.tuple(page, fc.nat(60)).map<Step>(([at, doubt]) => (pt, naive, seq) => {
    expect(pt.splitPmd(va(at), seq, doubt)).toBe(naive.splitPmd(at, seq, doubt));
  }),
  fc.tuple(page, page, span).map<Step>(([from, to, len]) => (pt, naive) => {
    // What mremap may do: no overlap, and where huge entries are, both ends are aligned alike.
    if (Math.abs(from - to) < len) return;
    const apart = from - (from % 512) + (to % 512);
    pt.move(va(apart), va(to), len * 4096);
    naive.move(apart, to, len);
  }),
  fc.tuple(page, span, kind).map<Step>(([at, len, k]) => (pt, naive) => {
    pt.visit(va(at), va(at + len), (_va, _pfn, bits) => kindOf(bits) === k);
    for (const [first, , bits, , pages] of naive.listed(at, at + len))
      if (kindOf(bits) === k) for (let i = 0; i < pages; i++) naive.cells.delete(first + i);
  }),
  fc.tuple(page, kind).map<Step>(([at, k]) => (pt, naive) => {
    pt.update(va(at), info(k));
    const cell = naive.cells.get(at);
    if (cell && cell.huge < 0) naive.cells.set(at, { ...cell, info: info(k) });
  }),
);

const built = fc.array(steps, { minLength: 1, maxLength: 50 }).map((list) => {
  const pt = new PageTable();
  const naive = new Naive();
  for (const [i, step] of list.entries()) step(pt, naive, i + 1);
  return { pt, naive };
});

describe('the page table is a map from addresses to entries', () => {
  test('whatever is set, dropped, split and moved', () => {
    fc.assert(
      fc.property(built, ({ pt, naive }) => {
        expect(listed(pt)).toEqual(naive.listed());
        expect(pt.size).toBe(naive.listed().length);
      }),
      { numRuns: 300 },
    );
  });

  test('looked at through every window', () => {
    fc.assert(
      fc.property(built, page, page, ({ pt, naive }, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(listed(pt, from, to)).toEqual(naive.listed(from, to));
        expect(
          [...pt.entries(0, va(from), va(to))].filter(({ level }) => level === 'pte').map((entry) => pageOf(entry.va)),
        ).toEqual(naive.listed(from, to).flatMap(([at, , , , pages]) => (pages === 1 ? [at] : [])));
        const wanted = [...naive.cells].filter(([at]) => at >= from && at < to).map(([at]) => indexOf(at));
        expect(pt.tablesIn(va(from), va(to)).filter((index) => wanted.includes(index))).toEqual(
          [...new Set(wanted)].sort((x, y) => x - y),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('looked up at every page', () => {
    fc.assert(
      fc.property(built, page, ({ pt, naive }, at) => {
        const cell = naive.cells.get(at);
        const pte = cell && cell.huge < 0 ? cell : undefined;
        expect(pt.infoAt(va(at))).toBe(pte?.info ?? -1);
        expect(pt.pfnAt(va(at) + 17)).toBe(pte?.pfn ?? -1);
        const table = pt.tableAt(indexOf(at));
        const place = table ? pt.entryCells.find(table, (FIRST + at) % 512) : -1;
        expect(table && place >= 0 ? pt.entryCells.pairs[2 * place + 1] : -1).toBe(pte?.since ?? -1);
        expect(pt.pmdAt(va(at))?.pfn).toBe(cell && cell.huge >= 0 ? cell.pfn : undefined);
        const index = indexOf(at);
        expect(pt.used(index)).toBe([...naive.cells].filter(([each, { huge }]) => huge < 0 && indexOf(each) === index).length);
        const holder = naive.listed().find(([, first, , , pages]) => pages === 1 && first === cell?.pfn);
        if (pte && pte.pfn >= 0) expect(pt.findPfn(pte.pfn, 0, va(PAGES * 2))).toBe(va(holder?.[0] ?? -1));
      }),
      { numRuns: 300 },
    );
  });

  test('copied to a child with changed attributes, less what the change leaves out', () => {
    fc.assert(
      fc.property(built, page, span, kind, ({ pt, naive }, at, len, left) => {
        const child = new PageTable();
        pt.copyTo(child, va(at), va(at + len), 99, (bits) => (kindOf(bits) === left ? -1 : withCertainty(bits, Sure.inferred)));
        const wanted = naive.listed(at, at + len).filter(([, , bits]) => kindOf(bits) !== left);
        expect(listed(child)).toEqual(
          wanted.map(([first, to, bits, , pages]) => [first, to, withCertainty(bits, Sure.inferred), 99, pages]),
        );
        expect(listed(pt)).toEqual(naive.listed());
      }),
      { numRuns: 150 },
    );
  });

  test('and its journal names every page and PMD entry that is not what it was', () => {
    fc.assert(
      fc.property(built, fc.array(steps, { maxLength: 10 }), ({ pt, naive }, more) => {
        const before = new Map(naive.cells);
        const journal = new Journal();
        pt.journal = journal;
        for (const [i, step] of more.entries()) step(pt, naive, 1000 + i);
        const pages = new Set([...journal.changedPages()].map((each) => each - FIRST));
        const pmds = new Set(journal.changedPmds());
        for (const at of new Set([...before.keys(), ...naive.cells.keys()])) {
          const [old, now] = [before.get(at), naive.cells.get(at)];
          if (old && now && old.pfn === now.pfn && old.info === now.info && old.since === now.since && old.huge === now.huge)
            continue;
          for (const cell of [old, now]) {
            if (!cell) continue;
            const index = indexOf(at);
            expect(cell.huge >= 0 ? pmds.has(index) : pages.has(at), `page ${at}`).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('a page table that is left out takes nothing in, and says that it is partial', () => {
  const pt = new PageTable();
  pt.leaveOut();
  pt.set(va(1), 7, info(1), 1);
  pt.setRun(va(2), 8, 3, info(1), 2);
  pt.setPmd(va(512), 512, info(1), 3);
  expect(pt.partial).toBe(true);
  expect(listed(pt)).toEqual([]);
  const child = new PageTable();
  pt.copyTo(child, va(0), va(PAGES), 4, (bits) => bits);
  expect(child.partial).toBe(true);
});

describe('a huge entry set before events were lost', () => {
  test('stays doubtful when it is split afterwards', () => {
    const pt = new PageTable();
    pt.setPmd(0x20_0000, 0x3a000, info(1), 10);
    pt.splitPmd(0x20_0000, 30, 20);
    expect(certaintyOf(pt.infoAt(0x20_5000))).toBe(Sure.doubtful);
    expect(pt.pfnAt(0x20_5000)).toBe(0x3a005);
  });
});
