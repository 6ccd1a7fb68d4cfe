import type { Rows } from '../base/rows.ts';

/** Where bytes go; a promise asks to wait before writing more. */
export interface Sink {
  write(chunk: string | Uint8Array): void | Promise<void>;
}

/** One output format. */
export interface Format {
  readonly name: string;
  readonly summary: string;
  /** Writes all rows; throws what the sink throws. */
  write(rows: Rows, sink: Sink): Promise<void>;
}

/** Characters gathered before the sink is asked: rows are small, writes are dear. */
const chunkChars = 1 << 16;

/** Writes many small texts as few large ones. */
export async function writeLines(lines: Iterable<string>, sink: Sink): Promise<void> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length >= chunkChars) {
      await sink.write(chunk);
      chunk = '';
    }
  }
  if (chunk !== '') await sink.write(chunk);
}
