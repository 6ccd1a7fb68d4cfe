import type { Rows } from '../base/rows.ts';
import { jsonOf } from './value.ts';

/** Rows as JSON objects keyed by column name. */
export function* jsonObjects({ columns, rows }: Rows): Iterable<string> {
  const keys = columns.map(({ name }) => JSON.stringify(name));
  for (const row of rows) yield `{${keys.map((key, i) => `${key}:${jsonOf(row[i])}`).join(',')}}`;
}
