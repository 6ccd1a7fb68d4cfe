import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { batchOf, shapeOf, sourceOf } from './events.ts';
import { testFolder } from './folder.ts';
import { importAt } from './import-at.ts';

const path = join(testFolder(), 'views.db');
const page = 0xffffea0000de8200n - (1n << 64n);

const shapes = [
  shapeOf('mm_page_alloc', [
    ['page', 'x16'],
    ['pfn', '0x'],
    ['order', 'd'],
    ['gfp_flags', 'text'],
  ]),
  shapeOf('exit_mmap', [['mm', 'x16']]),
  shapeOf('exit_mmap', [['mm', '0x']], true),
  shapeOf('mixed', [
    ['a', 'd'],
    ['seq', 'd'],
  ]),
  shapeOf('mixed', [
    ['b', 'text'],
    ['a', 'd'],
  ]),
  shapeOf(
    'many',
    Array.from({ length: 30 }, (_, i) => [`f${i}`, 'd'] as const),
  ),
  shapeOf('event', [
    ['A', 'd'],
    ['a', 'd'],
    ['state', '0x'],
    ['vma_s', '0x'],
  ]),
];

beforeAll(async () => {
  const events = [
    { ts: 1000, cpu: 3, flags: 1, shape: 0, args: [page, 0x37a08, 2, 2] },
    { ts: 2000, shape: 1, args: [-1000] },
    { ts: 3000, shape: 2, args: [page] },
    { ts: 4000, shape: 3, args: [7, 99] },
    { ts: 5000, task: 1, shape: 4, args: ['123', 8] },
    { ts: 6000, shape: 5, args: Array.from({ length: 30 }, (_, i) => i * 100) },
    { ts: 7000, shape: 6, args: [1, 2, 0x102, 0x400000] },
  ];
  await importAt(sourceOf([batchOf(1, events)], { shapes, texts: ['', '...1.', 'GFP_KERNEL'] }), path);
});

function ask(sql: string): unknown {
  const db = new Sqlite(path, { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

describe('a view', () => {
  test("has the core columns and the kernel's field names: addresses as text, numbers as numbers", () => {
    expect(ask('SELECT * FROM mm_page_alloc')).toEqual([
      {
        seq: 1,
        ts: 86_000_001_000,
        common_cpu: 3,
        common_pid: 3912,
        common_comm: 'python3.11',
        page: '0xffffea0000de8200',
        pfn: 0x37a08,
        order: 2,
        gfp_flags: 'GFP_KERNEL',
      },
    ]);
    expect(ask('SELECT typeof(pfn) AS pfn, typeof(page) AS page FROM mm_page_alloc')).toEqual([{ pfn: 'integer', page: 'text' }]);
  });

  test('of a probe that shares the name of a tracepoint is NAME__probe', () => {
    expect(ask('SELECT mm FROM exit_mmap')).toEqual([{ mm: '0xfffffffffffffc18' }]);
    expect(ask('SELECT mm FROM exit_mmap__probe')).toEqual([{ mm: '0xffffea0000de8200' }]);
  });

  test('covers all shapes of a name, NULL where a shape lacks the field; a field named like a core column steps aside', () => {
    expect(ask('SELECT seq, a, seq_2, b FROM mixed')).toEqual([
      { seq: 4, a: 7, seq_2: 99, b: null },
      { seq: 5, a: 8, seq_2: null, b: '123' },
    ]);
  });

  test('reaches fields beyond those in the row of the event', () => {
    expect(ask('SELECT f0, f5, f6, f13, f14, f29 FROM many')).toEqual([
      { f0: 0, f5: 500, f6: 600, f13: 1300, f14: 1400, f29: 2900 },
    ]);
  });

  test('does not hide a table of the same name', () => {
    expect(ask('SELECT A, a_2, state, vma_s FROM event__event')).toEqual([
      { A: 1, a_2: 2, state: 0x102, vma_s: '0x0000000000400000' },
    ]);
  });

  test('serves the plain sqlite3 shell', ({ skip }) => {
    if (!existsSync('/usr/bin/sqlite3')) skip('no sqlite3 shell here');
    const out = execFileSync('/usr/bin/sqlite3', [path, 'select pfn,"order" from mm_page_alloc limit 3'], { encoding: 'utf8' });
    expect(out).toBe('227848|2\n');
  });
});
