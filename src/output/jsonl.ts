import type { Rows } from '../base/rows.ts';
import { type Format, writeLines } from './format.ts';
import { jsonObjects } from './objects.ts';

export const jsonl = {
  name: 'jsonl',
  summary: 'one object per line',
  write: (rows, sink) => writeLines(lines(rows), sink),
} as const satisfies Format;

function* lines(rows: Rows): Iterable<string> {
  for (const object of jsonObjects(rows)) yield `${object}\n`;
}
