import { createStore } from '#mmfold/store/create.js';
import { RowWriter } from '#mmfold/store/row-writer.js';
import { createTenColumns, type TenValues, tenColumnRows, tenColumns } from '../parts/csv.ts';
import { Stopwatch } from './stopwatch.ts';

/** Inserts the ten columns of a trace the way an import inserts its rows; tells what that alone cost: node insert.js TRACE STORE */
const [trace, path] = process.argv.slice(2);
const store = await createStore(path);
store.db.exec(`DROP VIEW trace; DROP TABLE event; ${createTenColumns}; BEGIN`);
const parameters = `(${tenColumns.map(() => '?').join(', ')})`;
const writer = new RowWriter(store.db, `event (${tenColumns.join(', ')})`, parameters, tenColumns.length);
const watch = new Stopwatch();

function insert(rows: readonly TenValues[]): void {
  for (const row of rows) {
    for (const value of row) writer.values[writer.at++] = value;
    writer.rowDone();
  }
}

for await (const rows of tenColumnRows(trace)) watch.time(() => insert(rows));
watch.time(() => {
  writer.flush();
  store.db.exec('COMMIT');
});
store.abandon();
process.stdout.write(JSON.stringify(watch));
