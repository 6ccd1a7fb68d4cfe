import type { ColumnReader } from '../base/columns/column-reader.ts';
import type { ColumnWriter } from '../base/columns/column-writer.ts';

type Cell = number | string | boolean | null;
type FlatRecord = Readonly<Record<string, Cell>>;

/** Writes objects that have the same fields, column by column: numbers as such, anything else by its place in a list. */
export function writeRecords(records: readonly object[], to: ColumnWriter): void {
  const first = records[0] ?? {};
  const plan = Object.entries(first).map(([key, value]) => {
    if (typeof value === 'number') return { key, words: null };
    return { key, words: [...new Set(records.map((record) => (record as FlatRecord)[key]))] };
  });
  to.raw(new TextEncoder().encode(JSON.stringify(plan)));
  for (const { key, words } of plan) {
    to.numbers(
      records.map((record) => {
        const value = (record as FlatRecord)[key];
        return words ? words.indexOf(value) : (value as number);
      }),
    );
  }
}

/** Reads what writeRecords() wrote. */
export function readRecords<T>(from: ColumnReader): T[] {
  const plan = JSON.parse(new TextDecoder().decode(from.raw())) as { readonly key: string; readonly words: Cell[] | null }[];
  const columns = plan.map(() => from.numbers());
  const n = columns[0]?.length ?? 0;
  const records: T[] = [];
  for (let i = 0; i < n; i++) {
    const record: Record<string, Cell> = {};
    for (const [k, { key, words }] of plan.entries()) record[key] = words ? words[columns[k][i]] : columns[k][i];
    records.push(record as T);
  }
  return records;
}
