import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/base/errors.ts';
import { openTrace } from '../../src/ingest/index.ts';
import { readText } from './read.ts';

const shared = join(import.meta.dirname, '../../../shared');
const corpus = join(shared, 'traces/corpus');
const captures = join(shared, 'traces/captures');
const samples = join(shared, 'reference/event-samples.txt');
const absent = 'traces are not at ../shared: skipped';

interface Entry {
  readonly file: string;
  readonly format: string;
  readonly events: number;
}

function index(): Entry[] {
  const path = join(corpus, 'INDEX.md');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells.length > 6 && existsSync(join(corpus, cells[1])))
    .map((cells) => ({ file: cells[1], format: cells[4], events: Number(cells[6]) }))
    .filter((entry) => entry.file !== '' && entry.format !== 'dir');
}

async function countEvents(path: string): Promise<number> {
  const input = await openTrace(path, { hash: false });
  for await (const batch of input.batches()) expect(batch.n).toBeGreaterThanOrEqual(0);
  const { lines, backwardSteps: _, ...classes } = input.counts;
  expect(lines).toBe(Object.values(classes).reduce((a, b) => a + b, 0));
  return input.counts.events;
}

const entries = index();
const readable = entries.filter(({ format, events }) => /^(ftrace text|trace-cmd report)/.test(format) && events > 0);
const others = entries.filter((entry) => !readable.includes(entry) && !entry.file.includes('formats'));

describe.skipIf(entries.length === 0)(`public traces${entries.length === 0 ? ` (${absent})` : ''}`, () => {
  test.each(readable)('$file has $events events', async ({ file, events }) => {
    expect(await countEvents(join(corpus, file))).toBe(events);
  });

  test.each(others)('$file is refused: $format', async ({ file }) => {
    const error: unknown = await countEvents(join(corpus, file)).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InputError);
  });
});

const counted: readonly (readonly [string, number])[] = [
  ['6.1/tiny/trace.txt.gz', 47435],
  ['6.12/tiny/trace.txt.gz', 44119],
  ['7.2/tiny/trace.txt.gz', 55887],
  ['7.2/tiny-plain/trace.txt.gz', 20653],
  ['7.2/tiny-hashed/trace.txt.gz', 58437],
  ['7.2/threads-lossy/trace_pipe.txt.gz', 69031],
];
const haveCaptures = existsSync(captures);

describe.skipIf(!haveCaptures)(`captures${haveCaptures ? '' : ` (${absent})`}`, () => {
  test.each(counted)('%s has %i events, each as the kernel printed it', (file, expected) => {
    const text = gunzipSync(readFileSync(join(captures, file)));
    const { events, counts, batches } = readText(text);
    expect(counts).toMatchObject({ events: expected, diagnostics: 0, continuations: 0, backwardSteps: 0 });
    const lines = text
      .toString('utf8')
      .split('\n')
      .filter((l) => / \[\d+\] /.test(l));
    expect(lines).toHaveLength(expected);
    let wrong = 0;
    events.forEach((event, k) => {
      const seconds = `${event.ns / 1_000_000_000n}.${(event.ns % 1_000_000_000n).toString().padStart(9, '0').slice(0, 6)}`;
      if (!lines[k].endsWith(` ${seconds}: ${event.printed}`) || !lines[k].includes(`${event.comm}-${event.tid} `)) wrong++;
    });
    expect(wrong).toBe(0);
    const losses = batches.flatMap((batch) => batch.losses);
    expect(losses).toHaveLength(file.includes('lossy') ? 150 : 0);
    if (file.includes('lossy')) expect(losses.reduce((sum, loss) => sum + (loss.count ?? 0), 0)).toBe(226442);
  });
});

const haveSamples = existsSync(samples);

test.skipIf(!haveSamples)(`every event of the captures has typed, named fields${haveSamples ? '' : ` (${absent})`}`, () => {
  const lines = readFileSync(samples, 'utf8')
    .split('\n')
    .filter((l) => l.includes('\t'));
  for (const sample of lines) {
    const text = sample.slice(sample.indexOf('\t') + 1);
    const [event] = readText(`${text}\n`).events;
    expect(text.endsWith(event.printed), text).toBe(true);
    if (event.name === 'tracing_mark_write') continue;
    expect(Object.keys(event.fields), text).not.toContain('text');
    const typed = event.shape.fields.some((field) => field.format !== 'text');
    const bare = event.printed.includes('=') || / [0-9a-f]{16}/.test(event.printed);
    if (bare && !/(memcg_path|mode)=\S+ reason=/.test(text)) expect(typed || event.shape.fields.length > 0, text).toBe(true);
  }
  expect(lines.length).toBeGreaterThan(500);
});
