import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ColumnWriter } from '../../src/base/columns/column-writer.ts';
import type * as Apart from '../../src/commands/parts/tables-apart.ts';
import { packInfo, Sure, Type } from '../../src/models/page-table/entry.ts';
import { PageTable } from '../../src/models/page-table/page-table.ts';
import { writeTable } from '../../src/models/page-table/table-writer.ts';
import { Session } from '../../src/replay/session.ts';
import type { TablesAhead } from '../../src/replay/tables-ahead.ts';
import { folded, readTrace, stateText } from './memory.ts';

const compiled = new URL('../../dist/commands/parts/tables-apart.js', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Six processes touch pages, and pages end by their pfn alone: what maps them has to be looked for in all tables. */
function freeing(): string {
  const path = join(folder, 'freeing.txt');
  const lines: string[] = [];
  const say = (pid: number, what: string) =>
    lines.push(`  a-${pid} [000] ..... 7.${String(lines.length).padStart(6, '0')}: ${what}\n`);
  for (let k = 0; k < 6000; k++) {
    const pid = 101 + (k % 6);
    say(pid, `page_fault_user: address=0x${(0x10_0000 + ((k * 7919) % 50_000) * 4096).toString(16)} ip=0x4462e8 error_code=0x6`);
    say(
      pid,
      `mm_page_alloc: page=ffffea0000de8200 pfn=${hex(k)} order=0 migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_ZERO`,
    );
    if (k % 3 === 2) say(pid, `mm_page_free: page=ffffea0000df4700 pfn=${hex((Math.imul(k, 0x9e37_79b1) >>> 0) % k)} order=0`);
  }
  writeFileSync(path, lines.join(''));
  return path;
}

const hex = (k: number): string => `0x${(0x1000 + k).toString(16)}`;

const sleep = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/** The same, and how many tables the other thread read; it is given `ms` for what is put before anything is asked for. */
function counted(ahead: TablesAhead, ms: number) {
  const counts = { taken: 0, asked: 0 };
  const begin: TablesAhead['begin'] = (tables) => {
    const begun = ahead.begin(tables);
    return {
      put(i, pieces) {
        begun.put(i, pieces);
        if (i === 0) sleep(ms);
      },
      take(i, into) {
        const taken = begun.take(i, into);
        counts.asked++;
        if (taken) counts.taken++;
        return taken;
      },
    };
  };
  return { counts, begin };
}

describe.skipIf(!existsSync(compiled))('page tables read by a thread of its own', async () => {
  const { TablesApart } = existsSync(compiled) ? ((await import(compiled.href)) as typeof Apart) : { TablesApart: null as never };
  const threads: Apart.TablesApart[] = [];
  const newThread = () => {
    const thread = new TablesApart(0);
    threads.push(thread);
    return thread;
  };
  afterAll(() => Promise.all(threads.map((thread) => thread.close())));

  test('make the state that this one makes, whichever of them was faster', async () => {
    const source = await readTrace(freeing());
    const from = folded(source, 1500, 500);
    const here = new Session(from);
    const moments = fc.sample(fc.integer({ min: 2000, max: source.lastSeq }), { numRuns: 12, seed: 5 });
    for (const ms of [20, 0]) {
      const { counts, begin } = counted(newThread(), ms);
      const session = new Session({ ...from, derived: { ...from.derived, ahead: { leastBytes: 0, begin } } });
      for (const seq of moments) {
        here.seek(seq);
        session.seek(seq);
        const [text, expected] = [session, here].map(({ world, lacking }) => stateText(world, lacking, seq));
        expect(text === expected, `event ${seq}`).toBe(true);
      }
      expect(counts.asked).toBeGreaterThan(0);
      if (ms > 0) expect(counts.taken).toBeGreaterThan(0);
    }
  }, 60_000);

  test('are read here once the thread has ended', async () => {
    const source = await readTrace(freeing());
    const from = folded(source, 1500, 500);
    const thread = newThread();
    const { counts, begin } = counted(thread, 20);
    const session = new Session({ ...from, derived: { ...from.derived, ahead: { leastBytes: 0, begin } } });
    session.seek(source.lastSeq);
    await thread.close();
    const before = counts.taken;
    session.seek(3000);
    const here = new Session(from);
    here.seek(3000);
    expect(stateText(session.world, session.lacking, 3000) === stateText(here.world, here.lacking, 3000)).toBe(true);
    expect(counts.taken).toBe(before);
  }, 60_000);

  test('are not filled with what is damaged', () => {
    const begun = newThread().begin(1);
    begun.put(0, [new Uint8Array(5)]);
    sleep(200);
    expect(begun.take(0, { load: () => expect.unreachable(), setPmd: () => expect.unreachable() })).toBe(false);
  });

  test('are not filled with what was read of another state', () => {
    const thread = newThread();
    const [left, wanted] = [7, 9].map((pfn) => tableOf(40_000, pfn));
    let taken = 0;
    for (let round = 0; round < 10; round++) {
      const before = thread.begin(1);
      before.put(0, [left]);
      // The first time the thread is still to start.
      sleep(round === 0 ? 300 : 20);
      const begun = thread.begin(1);
      expect(before.take(0, new PageTable())).toBe(false);
      begun.put(0, [wanted]);
      sleep(1);
      const into = new PageTable();
      if (!begun.take(0, into)) continue;
      taken++;
      expect(into.pfnAt(0x1000)).toBe(9);
      expect(into.pmdAt(2 ** 40)?.pfn).toBe(9);
    }
    expect(taken).toBeGreaterThan(0);
  });
});

/** The piece of a table that maps one page everywhere. */
function tableOf(entries: number, pfn: number): Uint8Array {
  const pt = new PageTable();
  const info = packInfo(Type.present, 1, Sure.observed);
  for (let i = 0; i < entries; i++) pt.set(i * 4096, pfn, info, i * 7);
  pt.setPmd(2 ** 40, pfn, info, 1);
  const writer = new ColumnWriter('bits');
  writeTable(pt, writer);
  return writer.take().slice();
}
