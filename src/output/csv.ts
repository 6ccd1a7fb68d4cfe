import type { Rows } from '../base/rows.ts';
import { type Format, writeLines } from './format.ts';
import { textOf } from './value.ts';

export const csv = {
  name: 'csv',
  summary: 'RFC 4180 with a header; NULL is an empty field, an empty text is ""',
  write: (rows, sink) => writeLines(lines(rows), sink),
} as const satisfies Format;

function* lines({ columns, rows }: Rows): Iterable<string> {
  yield `${columns.map(({ name }) => field(name)).join(',')}\n`;
  for (const row of rows) yield `${row.map(field).join(',')}\n`;
}

function field(value: unknown): string {
  const text = textOf(value);
  return text === '' && value !== null && value !== undefined ? '""' : quoted(text);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
