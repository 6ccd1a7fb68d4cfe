import { closeSync, openSync, readSync } from 'node:fs';
import { memoryOf } from '#mmfold/ingest/batch-memory.js';
import { readers } from '#mmfold/ingest/readers/index.js';
import { Stopwatch } from './stopwatch.ts';

/**
 * Parses a trace, and counts the newlines of the very same buffers in turn; tells the lines and what each cost:
 * node parse.js TRACE
 */
const chunk = 8 << 20;
const slack = 64;

/** The plainest loop there is over bytes. */
function countNewlines(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let i = 0; i < end; i++) if (bytes[i] === 10) count++;
  return count;
}

const parser = readers[0].open(16384);

function parse(bytes: Buffer, end: number): void {
  for (let i = 0; i < end; ) {
    i = parser.parse(bytes, i, end);
    if (!parser.isFull) continue;
    const batch = parser.take();
    if (batch) parser.reuse(memoryOf(batch));
  }
}

const file = openSync(process.argv[2], 'r');
const buffer = Buffer.alloc(chunk + slack);
const parsing = new Stopwatch();
const scanning = new Stopwatch();
let lines = 0;
let kept = 0;
for (;;) {
  const read = readSync(file, buffer, kept, chunk - kept, null);
  if (read === 0) break;
  const length = kept + read;
  const end = buffer.lastIndexOf(10, length - 1) + 1;
  lines += scanning.time(() => countNewlines(buffer, end));
  parsing.time(() => parse(buffer, end));
  buffer.copyWithin(0, end, length);
  kept = length - end;
}
closeSync(file);
process.stdout.write(JSON.stringify({ lines, events: parser.counts.events, parsing, scanning }));
