import { expect, test } from 'vitest';
import { ColumnWriter } from '../../src/base/columns/column-writer.ts';
import { packInfo, Sure, Type } from '../../src/models/page-table/entry.ts';
import { Journal } from '../../src/models/page-table/journal.ts';
import { PageTable, PMD_SIZE } from '../../src/models/page-table/page-table.ts';
import { TableReader } from '../../src/models/page-table/table-reader.ts';
import { writeTable, writeTableChanges } from '../../src/models/page-table/table-writer.ts';

const info = packInfo(Type.present, 1, Sure.observed);

test('a small page table that became a large one between two checkpoints is restored whole, and goes on', () => {
  const writer = new ColumnWriter('bits');
  const pt = new PageTable();
  pt.set(0x1000, 7, info, 1);
  writeTable(pt, writer);
  const pieces = [writer.take().slice()];
  pt.journal = new Journal();
  for (let i = 0; i < 3000; i++) pt.set(i * PMD_SIZE + 0x3000, 100 + i, info, 2 + i);
  pt.remove(0x1000);
  writeTableChanges(pt, pt.journal, writer);
  pieces.push(writer.take().slice());
  const restored = new PageTable();
  new TableReader().read(restored, pieces);
  for (const each of [pt, restored]) for (let i = 0; i < 600; i++) each.set(5 * PMD_SIZE + i * 0x1000, 9000 + i, info, 5000);
  expect([...restored.entries(0)]).toEqual([...pt.entries(0)]);
});

test('tables that straddle what is read at once come back as they were', () => {
  const writer = new ColumnWriter('bits');
  const pt = new PageTable();
  for (let i = 0; i < 9000; i++) pt.set(Math.floor(i / 300) * PMD_SIZE + (i % 300) * 0x1000, i * 3, info, i);
  writeTable(pt, writer);
  const restored = new PageTable();
  new TableReader().read(restored, [writer.take().slice()]);
  expect([...restored.entries(0)]).toEqual([...pt.entries(0)]);
});

test('what a reader was given before it failed does not show in what it reads next', () => {
  const writer = new ColumnWriter('bits');
  const piecesOf = (pages: number): { readonly pt: PageTable; readonly pieces: Uint8Array[] } => {
    const pt = new PageTable();
    for (let i = 0; i < pages; i++) pt.set(i * 0x1000, i, info, i);
    writeTable(pt, writer);
    const pieces = [writer.take().slice()];
    pt.journal = new Journal();
    for (let i = 0; i < pages; i += 300) pt.update(i * 0x1000, info + 1);
    writeTableChanges(pt, pt.journal, writer);
    return { pt, pieces: [...pieces, writer.take().slice()] };
  };
  const reader = new TableReader();
  const tell = (pfn: number) => {
    if (pfn === 800) throw new Error('enough');
  };
  expect(() => reader.read(new PageTable(), piecesOf(900).pieces, { pages: null, tell })).toThrow('enough');
  const { pt, pieces } = piecesOf(10);
  const restored = new PageTable();
  reader.read(restored, pieces);
  expect([...restored.entries(0)]).toEqual([...pt.entries(0)]);
});
