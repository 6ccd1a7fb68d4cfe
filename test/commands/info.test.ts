import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { testFolder } from '../store/folder.ts';
import { mmfold, smallTrace } from './captured.ts';

const folder = testFolder();
const store = join(folder, 't.db');

beforeAll(async () => {
  writeFileSync(join(folder, 'trace.txt'), smallTrace);
  await mmfold(['import', join(folder, 'trace.txt'), '-o', store]);
});

describe('info', () => {
  test('accounts for every line', async () => {
    const { out } = await mmfold(['info', store, '--format', 'json']);
    const { source, lines, cpus, losses, events } = JSON.parse(out);
    expect(lines).toEqual({
      lines: 14,
      events: 6,
      headers: 6,
      continuations: 0,
      blanks: 1,
      losses: 1,
      diagnostics: 0,
      unexplained: 0,
      stored_events: 6,
      filtered: 0,
      backward_steps: 0,
    });
    expect(source).toMatchObject({
      format: 'ftrace text',
      tracer: 'nop',
      bytes: smallTrace.length,
      first: '86.519618000',
      last: '86.522000000',
    });
    expect(cpus).toEqual([
      { cpu: 0, events: 2, losses: 1, lost: 2 },
      { cpu: 1, events: 4, losses: 0, lost: 0 },
    ]);
    expect(losses).toEqual([
      { cpu: null, count: 2, after_seq: null, from_ts: null, before_seq: 1, to_ts: 86519618000 },
      { cpu: 0, count: 2, after_seq: null, from_ts: null, before_seq: 3, to_ts: 86520300000 },
    ]);
    expect(events[0]).toEqual({ name: 'tracing_mark_write', kind: 'tracepoint', events: 2 });
  });

  test('says the same to a person', async () => {
    const { code, out } = await mmfold(['info', store]);
    expect(code).toBe(0);
    expect(out).toMatch(/unexplained +0/);
    expect(out).toContain('86.519618000 to 86.522000000, 0.002382000 s');
    expect(out).toContain('6 entries of 8 written: 2 were overwritten');
    expect(out).toContain('CPU 0: 2 events between the start and 86.520300000');
  });

  test('gives its events as rows in every other format', async () => {
    const { out } = await mmfold(['info', store, '--format', 'csv']);
    expect(out.split('\n').slice(0, 2)).toEqual(['name,probe,events', 'tracing_mark_write,tracepoint,2']);
  });
});

describe('report', () => {
  test('lists its questions, and answers each of them', async () => {
    const { out } = await mmfold(['report', '--list', '--format', 'json']);
    const names = (JSON.parse(out) as { name: string }[]).map(({ name }) => name);
    expect(names).toContain('markers');
    for (const name of names) expect(await mmfold(['report', store, name]), name).toMatchObject({ code: 0, err: '' });
  });

  test('markers can be used as a T', async () => {
    const { out } = await mmfold(['report', store, 'markers', '--format', 'csv']);
    expect(out).toContain('1,86.519618000,GT 0 BEGIN start pid 3912\n');
  });

  test('a question that is not there is a usage error', async () => {
    expect(await mmfold(['report', store, 'why'])).toMatchObject({ code: 2, err: expect.stringContaining('report --list') });
    expect(await mmfold(['report'])).toMatchObject({ code: 2 });
  });
});
