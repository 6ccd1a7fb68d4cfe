import { arrow } from './arrow.ts';
import { csv } from './csv.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { table } from './table.ts';

/** All output formats: add a file and a line. */
export const formats = [table, json, jsonl, csv, arrow] as const;

export type FormatName = (typeof formats)[number]['name'];

export type { Format, Sink } from './format.ts';

/** The format of this name; undefined when there is none. */
export function findFormat(name: string): Format | undefined {
  return formats.find((format) => format.name === name);
}
