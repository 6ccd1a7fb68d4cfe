import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTenColumns } from './csv.ts';
import { type Cost, costOfProgram } from './measure.ts';

/** What the sqlite3 shell needs to import a CSV of ten columns in one transaction; null where there is no shell. */
export function sqliteImport(folder: string, csv: string): Cost | null {
  const target = join(folder, 'shell.db');
  rmSync(target, { force: true });
  const script = `PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
${createTenColumns};
BEGIN;
.mode csv
.import ${csv} event
COMMIT;
`;
  const cost = costOfProgram('sqlite3', [target], script);
  rmSync(target, { force: true });
  return cost;
}
