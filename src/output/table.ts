import type { Column, Rows } from '../base/rows.ts';
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
  let layout: Layout | null = null;
  let first: (readonly unknown[])[] = [];
  for (const row of rows) {
    if (layout) yield line(layout, row.map(cell));
    else if (first.push(row) === measured) {
      layout = layoutOf(columns, first);
      yield* head(layout, columns, first);
      first = [];
    }
  }
  if (!layout) yield* head(layoutOf(columns, first), columns, first);
}

interface Layout {
  readonly widths: readonly number[];
  readonly right: readonly boolean[];
}

function layoutOf(columns: readonly Column[], rows: readonly (readonly unknown[])[]): Layout {
  return {
    widths: columns.map(({ name }, i) => Math.max(name.length, ...rows.map((row) => Math.min(cell(row[i]).length, widest)))),
    right: columns.map(({ kind }, i) => kind === 'integer' || kind === 'real' || (kind === 'any' && isNumber(rows[0]?.[i]))),
  };
}

function* head(layout: Layout, columns: readonly Column[], rows: readonly (readonly unknown[])[]): Iterable<string> {
  yield line(
    layout,
    columns.map(({ name }) => name),
  );
  for (const row of rows) yield line(layout, row.map(cell));
}

function line({ widths, right }: Layout, cells: readonly string[]): string {
  return `${cells
    .map((text, i) => (right[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])))
    .join('  ')
    .trimEnd()}\n`;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Control characters would break the lines; unknown is a dash. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return textOf(value).replace(/\p{Cc}/gu, (char) => (char === '\t' ? ' ' : JSON.stringify(char).slice(1, -1)));
}
