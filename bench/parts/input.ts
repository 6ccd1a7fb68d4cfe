import { closeSync, createReadStream, createWriteStream, existsSync, openSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { GeneratedTrace } from '../text/generated-trace.ts';

/** A trace as text that cases measure on. */
export interface Input {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** Writes a generated text of so many lines. */
export function generate(folder: string, lines: number): Input {
  const path = join(folder, `generated-${lines}.txt`);
  const fd = openSync(path, 'w');
  for (const piece of new GeneratedTrace().pieces(lines)) writeSync(fd, piece);
  closeSync(fd);
  return { name: `generated ${linesText(lines)}`, path, bytes: statSync(path).size };
}

/** A real trace, unpacked into the folder where it is gzip; null when there is none at this path. */
export async function capture(folder: string, path: string): Promise<Input | null> {
  if (!existsSync(path)) return null;
  const name = basename(dirname(resolve(path)));
  const kernel = basename(dirname(dirname(resolve(path))));
  const text = path.endsWith('.gz') ? join(folder, `${kernel}-${name}.txt`) : path;
  if (text !== path) await pipeline(createReadStream(path), createGunzip(), createWriteStream(text));
  return { name: `${kernel}/${name}`, path: text, bytes: statSync(text).size };
}

function linesText(lines: number): string {
  return lines % 1_000_000 === 0 ? `${lines / 1_000_000}M` : `${lines / 1000}k`;
}
