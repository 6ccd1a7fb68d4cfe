import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mmfold } from '../commands/captured.ts';
import { anonAt, fault, mapped, mm1, traceOf, WRITE } from '../models/story.ts';

/** One process from its birth to its end; 3906 is another one, of which nothing but its name is known. */
const story = `mm_init__ret: (copy_process+0x1d1d/0x2c20 <- mm_init) ret=${mm1}${mapped({ lseq: '0x3', refc: '0x1' })}${fault('0x401234', WRITE, anonAt('0x401000', 0x31))}
  tracing_mark_write: GT 0 BEGIN start pid 3905
  ${anonAt('0x402000', 0x32)}
  [3906] tracing_mark_write: GT 1 BEGIN other pid 3906
  exit_mmap: (exit_mmap+0x4/0x440) mm=${mm1}`;

describe('mmfold replay', () => {
  let folder: string;
  let store: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mmfold-test-'));
    store = join(folder, 't.db');
    writeFileSync(join(folder, 'trace.txt'), traceOf(story));
    expect((await mmfold(['import', join(folder, 'trace.txt'), '-o', store])).code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const replay = (...more: string[]) => mmfold(['replay', store, ...more]);
  const json = async (...more: string[]) => JSON.parse((await replay(...more, '--format', 'json')).out);

  test.each([
    ['a pid that no event is of', ['--pid', '4242'], /4242 is not in this trace/],
    ['a pid that is no number', ['--pid', 'tiny'], /wants a number/],
    ['a time that is none', ['--to', 'noon'], /noon/],
    ['a time with a unit that is none', ['--to', '12h'], /12h/],
    ['a time before the first event', ['--to', '99.5'], /99\.5/],
    ['an event that is not there', ['--to', '#4000'], /4000/],
    ['a marker that is not there', ['--to', '@GT 7'], /GT 7/],
    ['a part that is none', ['--show', 'vma,heap'], /no part 'heap'/],
    ['an address that is none', ['--addr', 'zero'], /hexadecimal/],
    ['a kernel that is none', ['--kernel', 'latest'], /latest/],
    ['a format that is none', ['--format', 'xml'], /xml/],
    ['two parts in a format of rows', ['--show', 'vma,pte', '--format', 'csv'], /one part/],
    ['a part that has no rows', ['--show', 'folio', '--format', 'csv'], /json/],
  ])('refuses %s with exit 2, one sentence and nothing on stdout', async (_what, argv, says) => {
    const { code, out, err } = await replay(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('gives the last state for a time after the end, and warns', async () => {
    const late = await replay('--to', '500', '--format', 'json');
    expect(late.code).toBe(0);
    expect(late.err).not.toBe('');
    const { at, ...state } = JSON.parse(late.out);
    const { at: last, ...end } = await json('--to', 'end');
    expect([at.seq, at.time]).toEqual([last.seq, '500.000000000']);
    expect(state).toEqual(end);
  });

  test('goes to a marker, an event and a time alike', async () => {
    const [marker, event, time] = [await json('--to', '@GT 0'), await json('--to', '#7'), await json('--to', '100.000007')];
    expect(event).toEqual(marker);
    expect(time).toEqual(marker);
    expect(marker.at).toEqual({ seq: 7, ts_ns: '100000007000', time: '100.000007000' });
    expect(marker.mms[0].ptes).toMatchObject([{ va: '0x401000', pfn: null }]);
  });

  test('has no address space for a known pid without one at the moment: no error', async () => {
    for (const argv of [
      ['--pid', '3906'],
      ['--pid', '3905', '--to', 'end'],
      ['--pid', '3905', '--to', '#1'],
    ]) {
      const { code, out, err } = await replay(...argv, '--format', 'json');
      expect({ code, err, mms: JSON.parse(out).mms }, argv.join(' ')).toEqual({ code: 0, err: '', mms: [] });
    }
  });

  const rows = '@GT 0';

  test('gives csv: a header, and a row for each VMA', async () => {
    const { out } = await replay('--to', rows, '--format', 'csv');
    expect(out).toBe(
      `mm,start,end,flags,vm_flags,pgoff,file,vma,vm_refcnt,vm_lock_seq,lock_state,since,certainty\n${mm1},0x0000000000400000,0x0000000000800000,rw-p,0x0000000008100073,1024,0x0000000000000000,0xffff888005848180,1,3,free,3,observed\n`,
    );
  });

  test('gives jsonl: an object a line, null for what is not known', async () => {
    const { out } = await replay('--to', rows, '--show', 'pte', '--format', 'jsonl');
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      {
        mm: mm1,
        va: '0x0000000000401000',
        nr: 1,
        type: 'present',
        pfn: null,
        level: 'pte',
        kind: 'anon',
        since: 5,
        certainty: 'observed',
      },
    ]);
  });

  test('gives arrow, to a file', async () => {
    const file = join(folder, 'vma.arrow');
    expect((await replay('--to', rows, '--format', 'arrow', '-o', file)).code).toBe(0);
    const table = tableFromIPC(readFileSync(file));
    expect(table.numRows).toBe(1);
    expect(table.get(0)?.toJSON()).toMatchObject({ mm: mm1, flags: 'rw-p', certainty: 'observed' });
  });
});
