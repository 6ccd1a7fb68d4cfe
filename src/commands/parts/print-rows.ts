import { UsageError } from '../../base/errors.ts';
import type { Rows } from '../../base/rows.ts';
import type { Format, Sink } from '../../output/index.ts';
import { type Given, type Option, optionText } from './command.ts';
import type { Io } from './io.ts';

/** The options of every command that answers with rows. */
export const rowOptions: readonly Option[] = [
  { flags: '--format <format>', about: 'table, json, jsonl, csv or arrow' },
  { flags: '-o, --output <file>', about: 'write to a file instead of stdout' },
];

/** The format asked for; `table` unless told. Throws UsageError for one that is not there. */
export async function askedFormat(given: Given): Promise<Format> {
  const { findFormat, formats } = await import('../../output/index.ts');
  const name = optionText(given, 'format') ?? 'table';
  const format = findFormat(name);
  if (!format) throw new UsageError(`there is no format '${name}': use ${formats.map((each) => each.name).join(', ')}`);
  return format;
}

/** Writes rows in the format and to the place that the options ask for. */
export async function printRows(rows: Rows, given: Given, io: Io): Promise<void> {
  const format = await askedFormat(given);
  await withOutput(given, io, (sink) => format.write(rows, sink));
}

/** Gives `write` stdout, or the file of `--output`. */
export async function withOutput(given: Given, io: Io, write: (sink: Sink) => void | Promise<void>): Promise<void> {
  const path = optionText(given, 'output');
  if (path === undefined) {
    await write(io.stdout);
    return;
  }
  const { writeFile } = await import('./file-sink.ts');
  await writeFile(path, write);
}
