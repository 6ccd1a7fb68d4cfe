import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { tables } from '../../src/store/schema.ts';

test('schema.ts says what the migrations make', async () => {
  const db = new Sqlite(':memory:');
  await migrate(db);
  const names = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'kysely%' AND name NOT LIKE 'sqlite%'",
    )
    .pluck()
    .all();
  const found = Object.fromEntries(
    names.map((table) => {
      const columns = db.prepare(`PRAGMA table_info(${table})`).all() as {
        name: string;
        type: string;
        notnull: number;
        pk: number;
      }[];
      const types = columns.map(({ name, type, notnull, pk }) => [name, `${type.toLowerCase()}${notnull || pk ? '' : '?'}`]);
      return [table, Object.fromEntries(types)];
    }),
  );
  expect(found).toEqual(tables);
});
