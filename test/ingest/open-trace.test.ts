import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '../../src/base/errors.ts';
import { openTrace, type ReadBatch } from '../../src/ingest/index.ts';
import { eventsOf, line } from './read.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'mmfold-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

/** Reads a trace to its end; gives the batches that came and the error, if any. */
async function readAll(path: string) {
  const batches: ReadBatch[] = [];
  const input = await openTrace(path, { batchEvents: 100 });
  try {
    for await (const batch of input.batches()) batches.push(batch);
  } catch (error) {
    return { input, batches, error };
  }
  return { input, batches, error: null };
}

const many = Array.from({ length: 20000 }, (_, k) => line(`x: a=0x${k.toString(16)} comm=c${k % 7}`)).join('');

describe('openTrace', () => {
  test.each([
    ['plain', many],
    ['gzip', gzipSync(many)],
    ['plain without a last newline', many.slice(0, -1)],
  ])('reads a file, %s', async (name, content) => {
    const path = file(name, content);
    const { input, batches, error } = await readAll(path);
    expect(error).toBeNull();
    expect(input.format).toBe('ftrace text');
    expect(input.counts).toMatchObject({ lines: 20000, events: 20000 });
    expect(input.originNs).toBe(94_000_000_000n);
    expect(input.bytesRead).toBe(input.bytesTotal);
    expect(input.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    const events = batches.flatMap((batch) => eventsOf(batch, input));
    expect(events.map((event) => event.fields.a)).toEqual(Array.from({ length: 20000 }, (_, k) => k));
  });

  test('keeps what a cut gzip stream still gives, then says where it was cut', async () => {
    const whole = gzipSync(many);
    const { input, batches, error } = await readAll(file('cut.gz', whole.subarray(0, whole.length >> 1)));
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(/cut off at byte \d+/);
    expect(input.counts.events).toBeGreaterThan(1000);
    expect(batches.reduce((sum, batch) => sum + batch.n, 0)).toBe(input.counts.events);
  });

  test('a damaged gzip stream is an input error', async () => {
    const bytes = gzipSync(many);
    bytes.fill(0xaa, 5000, 5100);
    expect(String((await readAll(file('bad.gz', bytes)))?.error)).toMatch(/damaged/);
  });

  test('a batch can be posted to another thread', async () => {
    const { batches } = await readAll(file('post.txt', many));
    expect(structuredClone(batches[0])).toEqual(batches[0]);
  });

  const refused: readonly (readonly [string, () => string, RegExp])[] = [
    ['a missing file', () => join(dir, 'nowhere'), /no such file/],
    ['an empty file', () => file('empty', ''), /empty/],
    ['an empty gzip', () => file('empty.gz', gzipSync('')), /empty/],
    ['a JPEG', () => file('a.jpg', Buffer.from('ffd8ffe000104a464946', 'hex')), /JPEG/],
    ['a trace.dat', () => file('trace.dat', Buffer.from('17084474726163696e6736', 'hex')), /trace\.dat.*trace-cmd report/],
    ['a JPEG in a gzip', () => file('a.gz', gzipSync(Buffer.from('ffd8ffe000104a464946', 'hex'))), /JPEG/],
    ['unknown binary data', () => file('bin', Buffer.from('abc\0def')), /zero at byte 3/],
    ['systrace HTML', () => file('s.html', `<!DOCTYPE html>\n${many.slice(0, 1000)}`), /HTML/],
    ['JSON', () => file('s.json', '{"traceEvents": []}'), /JSON/],
    ['perf script', () => file('p', 'perf  6429 [000]    22.498450: kmem:mm_page_alloc: page=0x1\n'), /perf script/],
    ['latency format', () => file('l', '  <idle>-0   1d..2. 10608102968us : sched_switch: a=1\n'), /latency/],
    ['function_graph', () => file('f', ' 3)   0.081 us    |                pick();\n'), /function_graph/],
    ['text without an event', () => file('t', 'Dear list,\nhere is no trace.\n'), /none of its 2 lines.*expected/],
  ];
  test.each(refused)('refuses %s', async (_, path, sentence) => {
    const error = await readAll(path()).then(
      (r) => r.error,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(sentence);
    expect(String(error)).toMatch(/\.$/);
  });

  test('refuses a directory', async () => {
    mkdirSync(join(dir, 'd'));
    await expect(openTrace(join(dir, 'd'))).rejects.toThrow(/directory/);
  });

  test('a line of megabytes is cut and does not grow the memory', async () => {
    const { input } = await readAll(file('long.txt', `${line('x: a=1')}${'y'.repeat(5 << 20)}\n${line('x: a=2')}`));
    expect(input.counts.events).toBe(2);
  });
});
