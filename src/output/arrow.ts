import type { DataType, RecordBatch } from 'apache-arrow';
import { UsageError } from '../base/errors.ts';
import type { Column, ColumnKind, Rows } from '../base/rows.ts';
import type { Format, Sink } from './format.ts';
import { textOf } from './value.ts';

type Arrow = typeof import('apache-arrow');

/** Rows of a record batch. The first batch also decides the types of the columns of which only the values tell. */
const batchRows = 1 << 14;

export const arrow = {
  name: 'arrow',
  summary: 'an Arrow IPC stream; integers are exact int64',
  async write(rows, sink) {
    const lib = await import('apache-arrow');
    await writeStream(lib, recordBatches(lib, rows), sink);
  },
} as const satisfies Format;

/** The writer queues without end: the next batch is made only when the sink has taken the last. */
async function writeStream(lib: Arrow, batches: Iterable<RecordBatch>, sink: Sink): Promise<void> {
  let taken: void | Promise<void>;
  const paced = async function* () {
    for (const batch of batches) {
      yield batch;
      await new Promise(setImmediate);
      await taken;
    }
  };
  for await (const chunk of await lib.RecordBatchStreamWriter.writeAll(paced())) {
    taken = sink.write(chunk);
    await taken;
  }
}

function* recordBatches(lib: Arrow, { columns, rows }: Rows): Iterable<RecordBatch> {
  let kinds: readonly ColumnKind[] | null = null;
  for (const batch of batchesOf(rows)) {
    kinds ??= columns.map(({ kind }, i) => (kind === 'any' ? kindOfValues(batch, i) : kind));
    const types = kinds.map((kind) => typeOf(lib, kind));
    const schema = new lib.Schema(columns.map(({ name }, i) => new lib.Field(name, types[i], true)));
    const children = kinds.map((kind, i) => {
      const values = batch.map((row) => arrowValue(kind, row[i], columns[i]));
      return lib.vectorFromArray(values, types[i]).data[0] ?? lib.makeData({ type: types[i], length: 0 });
    });
    const struct = lib.makeData({ type: new lib.Struct(schema.fields), length: batch.length, nullCount: 0, children });
    yield new lib.RecordBatch(schema, struct);
  }
}

/** At least one batch, so that an answer without rows still has its columns. */
function* batchesOf(rows: Rows['rows']): Iterable<readonly (readonly unknown[])[]> {
  let batch: (readonly unknown[])[] = [];
  let any = false;
  for (const row of rows) {
    batch.push(row);
    if (batch.length === batchRows) {
      yield batch;
      any = true;
      batch = [];
    }
  }
  if (batch.length > 0 || !any) yield batch;
}

function kindOfValues(batch: readonly (readonly unknown[])[], i: number): ColumnKind {
  let kind: ColumnKind = 'any';
  for (const row of batch) {
    const value = row[i];
    if (value === null || value === undefined) continue;
    const here = isWhole(value) ? 'integer' : typeof value === 'number' ? 'real' : 'text';
    if (kind === 'any' || kind === here) kind = here;
    else kind = kind !== 'text' && here !== 'text' ? 'real' : 'text';
  }
  return kind === 'any' ? 'text' : kind;
}

function typeOf(lib: Arrow, kind: ColumnKind): DataType {
  if (kind === 'integer') return new lib.Int64();
  if (kind === 'real') return new lib.Float64();
  if (kind === 'boolean') return new lib.Bool();
  return new lib.Utf8();
}

function arrowValue(kind: ColumnKind, value: unknown, { name }: Column): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'integer' && isWhole(value)) return BigInt(value);
  if (kind === 'real' && (typeof value === 'number' || typeof value === 'bigint')) return Number(value);
  if (kind === 'boolean' && typeof value === 'boolean') return value;
  if (kind === 'text') return textOf(value);
  throw new UsageError(`column ${name} began as ${kind} and goes on as ${typeof value}: CAST it to one type for arrow`);
}

function isWhole(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || Number.isInteger(value);
}
