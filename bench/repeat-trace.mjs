import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Writes a trace that is `times` copies of a gzipped capture, one after the other in time; gives its number of lines. */
export function repeatTrace(capture, target, times) {
  const lines = gunzipSync(readFileSync(capture)).toString('latin1').split('\n');
  const header = lines.filter((line) => line.startsWith('#'));
  const events = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const stamp = /^(.{16,}? +)(\d+)(\.\d+: .*)$/;
  const parts = events.map((line) => stamp.exec(line));
  const seconds = parts.filter(Boolean).map((part) => Number(part[2]));
  const step = Math.max(...seconds) - Math.min(...seconds) + 1;
  writeFileSync(target, `${header.join('\n')}\n`);
  for (let copy = 0; copy < times; copy++) {
    const shifted = parts.map((part, i) => (part ? `${part[1]}${Number(part[2]) + copy * step}${part[3]}` : events[i]));
    writeFileSync(target, `${shifted.join('\n')}\n`, { flag: 'a', encoding: 'latin1' });
  }
  return header.length + events.length * times;
}
