import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Stopwatch } from './stopwatch.ts';

/** Reads a trace as one would without further thought: readline, a regular expression, one more for the fields: node readline.js TRACE */
const mostBytes = 150_000_000;

const line = /^\s*(.+?)-(\d+)\s+(?:\(\s*[\d-]+\)\s+)?\[(\d+)\]\s+(\S+)\s+(\d+\.\d+): (\w+): (.*)$/;
const field = /(\w+)=(\S+)/g;

interface Plain {
  readonly comm: string;
  readonly pid: number;
  readonly cpu: number;
  readonly time: number;
  readonly name: string;
  readonly fields: Record<string, string>;
}

const watch = new Stopwatch();
let lines = 0;
let last: Plain | null = null;
await watch.timeAsync(async () => {
  for await (const text of createInterface({ input: createReadStream(process.argv[2], { end: mostBytes }) })) {
    lines++;
    const found = line.exec(text);
    if (!found) continue;
    const fields: Record<string, string> = {};
    for (const [, name, value] of found[7].matchAll(field)) fields[name] = value;
    last = { comm: found[1], pid: Number(found[2]), cpu: Number(found[3]), time: Number(found[5]), name: found[6], fields };
  }
});
process.stdout.write(JSON.stringify({ lines, last, watch }));
