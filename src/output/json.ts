import type { Rows } from '../base/rows.ts';
import { type Format, writeLines } from './format.ts';
import { jsonObjects } from './objects.ts';

export const json = {
  name: 'json',
  summary: 'one array of objects',
  write: (rows, sink) => writeLines(lines(rows), sink),
} as const satisfies Format;

function* lines(rows: Rows): Iterable<string> {
  let before = '[';
  for (const object of jsonObjects(rows)) {
    yield `${before}\n${object}`;
    before = ',';
  }
  yield before === '[' ? '[]\n' : '\n]\n';
}
