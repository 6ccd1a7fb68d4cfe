import { closeSync, openSync, writeSync } from 'node:fs';
import { openTrace } from '#mmfold/ingest/index.js';

/** The ten columns that both sides insert: what `.import` reads as CSV. */
export const tenColumns = ['seq', 'ts', 'cpu', 'pid', 'name', 'a0', 'a1', 'a2', 'a3', 'a4'];

export const createTenColumns = `CREATE TABLE event (seq INTEGER PRIMARY KEY, ${tenColumns
  .slice(1)
  .map((name) => `${name} INTEGER`)
  .join(', ')})`;

/** Values of one row; null where an event has fewer than five integer arguments. */
export type TenValues = (number | bigint | null)[];

/** Reads a trace as batches of such rows: seq, ts in ns, cpu, pid, number of the event's name, first five integer arguments. */
export async function* tenColumnRows(path: string): AsyncGenerator<TenValues[]> {
  const input = await openTrace(path, { hash: false, thread: false });
  const names = new Map<string, number>();
  const nameOf: number[] = [];
  const integersOf: number[][] = [];
  for await (const batch of input.batches()) {
    const { shapes, tasks } = input.dictionary;
    for (const { name, fields } of shapes.slice(nameOf.length)) {
      if (!names.has(name)) names.set(name, names.size);
      nameOf.push(names.get(name) as number);
      integersOf.push(fields.flatMap(({ format }, k) => (format === 'text' ? [] : [k])).slice(0, 5));
    }
    const origin = Number(input.originNs);
    yield Array.from({ length: batch.n }, (_, i) => {
      const shape = batch.shape[i];
      const row: TenValues = [batch.firstSeq + i, origin + batch.ts[i], batch.cpu[i], tasks[batch.task[i]].tid, nameOf[shape]];
      for (let k = 0; k < 5; k++) {
        const at = batch.argStart[i] + integersOf[shape][k];
        row.push(k < integersOf[shape].length ? (batch.wide.get(at) ?? batch.args[at]) : null);
      }
      return row;
    });
  }
}

/** Writes the rows of a trace as CSV. */
export async function writeCsv(trace: string, target: string): Promise<void> {
  const fd = openSync(target, 'w');
  for await (const rows of tenColumnRows(trace)) writeSync(fd, rows.map((row) => `${row.join(',')}\n`).join(''));
  closeSync(fd);
}
