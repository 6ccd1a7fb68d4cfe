import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryOf } from '../../src/ingest/batch-memory.ts';
import type * as Ingest from '../../src/ingest/index.ts';
import { eventsOf, line } from './read.ts';

const compiled = new URL('../../dist/ingest/index.js', import.meta.url);
const dir = mkdtempSync(join(tmpdir(), 'mmfold-'));
afterAll(() => rmSync(dir, { recursive: true }));

const text = Array.from({ length: 30_000 }, (_, k) => line(`x: a=0x${k.toString(16)} comm=c${k % 700}`)).join('');

function file(name: string, content: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

/** Reads a trace by the compiled program, in a thread of its own or not; gives all that can be seen of it. */
async function readAll(path: string, thread: boolean, reuse = false) {
  const { openTrace } = (await import(compiled.href)) as typeof Ingest;
  const input = await openTrace(path, { batchEvents: 100, thread });
  const events: unknown[] = [];
  let error: unknown = null;
  try {
    for await (const batch of input.batches()) {
      events.push(...eventsOf(batch, input));
      if (reuse) input.reuse(memoryOf(batch));
    }
  } catch (thrown) {
    error = String(thrown);
  }
  const { format, counts, header, originNs, bytesRead, bytesTotal, sha256 } = input;
  return { events, error, format, counts, header, originNs, bytesRead, bytesTotal, sha256 };
}

describe.skipIf(!existsSync(compiled))('a thread of its own', () => {
  test.each([
    ['plain', text],
    ['with header, loss and a stack', `# tracer: nop\n${text}CPU:1 [LOST 5 EVENTS]\n${line('x: a=0x1 comm=c')} => frame\n`],
    ['gzip', gzipSync(text)],
    ['cut gzip', gzipSync(text).subarray(0, 40_000)],
    ['without an event', 'Dear diary\n'],
  ])('reads as this one does: %s', async (name, content) => {
    const path = file(name.replaceAll(/\W/g, ''), content);
    const here = await readAll(path, false);
    expect(await readAll(path, true)).toEqual(here);
    for (const thread of [false, true]) expect(await readAll(path, thread, true)).toEqual(here);
    if (here.error === null) expect(here.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test('refuses what this one refuses', async () => {
    const { openTrace } = (await import(compiled.href)) as typeof Ingest;
    const path = file('a.jpg', Buffer.from('ffd8ffe000104a464946', 'hex'));
    await expect(openTrace(path, { thread: true })).rejects.toMatchObject({ name: 'InputError', message: /JPEG/ });
    await expect(openTrace(join(dir, 'nowhere'), { thread: true })).rejects.toThrow(/no such file/);
  });

  test('can be left in the middle', async () => {
    const { openTrace } = (await import(compiled.href)) as typeof Ingest;
    const input = await openTrace(file('left', text), { batchEvents: 100, thread: true });
    for await (const batch of input.batches()) {
      if (batch.firstSeq > 1000) break;
    }
    await input.close();
    expect(input.counts.events).toBeLessThan(3000);
  });
});
