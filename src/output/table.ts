import type { Rows } from '../base/rows.ts';
import { type Format, writeLines } from './format.ts';
import { textOf } from './value.ts';

/** Rows that decide the widths of the columns; the table can be longer than memory. */
const measured = 1000;

/** A text longer than this does not push the columns after it out of sight. */
const widest = 60;

export const table = {
  name: 'table',
  summary: 'aligned columns, to be read by a person',
  write: (rows, sink) => writeLines(lines(rows), sink),
} as const satisfies Format;

function* lines({ columns, rows }: Rows): Iterable<string> {
  const iterator = rows[Symbol.iterator]();
  const first: string[][] = [];
  const right = columns.map(({ kind }) => kind === 'integer' || kind === 'real');
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    if (first.length === 0)
      columns.forEach(({ kind }, i) => {
        if (kind === 'any') right[i] = isNumber(next.value[i]);
      });
    first.push(next.value.map(cell));
    if (first.length === measured) break;
  }
  const widths = columns.map(({ name }, i) => Math.max(name.length, ...first.map((row) => Math.min(row[i].length, widest))));
  const line = (cells: readonly string[]) =>
    `${cells
      .map((text, i) => (right[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])))
      .join('  ')
      .trimEnd()}\n`;
  yield line(columns.map(({ name }) => name));
  for (const row of first) yield line(row);
  for (let next = iterator.next(); !next.done; next = iterator.next()) yield line(next.value.map(cell));
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Control characters would break the lines; unknown is a dash. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return textOf(value).replace(/\p{Cc}/gu, (char) => (char === '\t' ? ' ' : JSON.stringify(char).slice(1, -1)));
}
