import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, BenchCase, Row } from '../bench.ts';
import { writeCsv } from '../parts/csv.ts';
import type { Input } from '../parts/input.ts';
import { type Cost, medianCost, probe } from '../parts/measure.ts';
import { beside, ratioRow } from '../parts/row.ts';
import { sqliteImport } from '../parts/sqlite-import.ts';

/** Text to finished store, and row insertion alone, beside `.import` of the sqlite3 shell; and the size of the store. */
export const importCase: BenchCase = {
  name: 'import',
  async *run(bench) {
    for (const input of bench.generated) yield* measure(bench, input, '<= 0.7');
    for (const input of bench.captures) yield* measure(bench, input, '<= 1.4');
  },
};

async function* measure(bench: Bench, input: Input, wanted: string): AsyncGenerator<Row> {
  const csv = join(bench.folder, 'ten.csv');
  const store = join(bench.folder, 'import.db');
  await writeCsv(input.path, csv);
  const imports: Cost[] = [];
  const shells: Cost[] = [];
  const inserts: Cost[] = [];
  for (let run = 0; run < bench.runs; run++) {
    const shell = sqliteImport(bench.folder, csv);
    if (shell) shells.push(shell);
    imports.push(bench.mmfold('import', input.path, '--no-fold', '--force', '-o', store));
    inserts.push(probe<Cost>('insert', input.path, join(bench.folder, 'insert.db')));
  }
  const bytes = statSync(store).size;
  for (const path of [csv, store]) rmSync(path);
  if (shells.length === 0) bench.skip('no sqlite3 shell: nothing to compare an import with');
  else {
    const shell = medianCost(shells);
    yield ratioRow('import --no-fold', input, 'time of .import', medianCost(imports), shell, wanted);
    yield ratioRow('.import of ten columns', input, 'time of inserting them', shell, medianCost(inserts), '>= 1.6');
  }
  yield {
    what: 'store without fold',
    input: input.name,
    against: 'bytes of the text',
    ratio: bytes / input.bytes,
    cpuRatio: null,
    wanted: '<= 0.35',
    figures: beside(`${Math.round(bytes / 1e6)} MB`, `${Math.round(input.bytes / 1e6)} MB`),
  };
}
