import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Database } from 'better-sqlite3';

const folder = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** Names of all migrations this version knows, in order. */
export function knownMigrations(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
}

/** Names of the migrations that made this database what it is. */
export function appliedMigrations(db: Database): readonly string[] {
  return db.prepare<[], string>('SELECT name FROM kysely_migration ORDER BY name').pluck().all();
}

/** Brings a database, empty or of an older version, to the present schema. */
export async function migrate(db: Database): Promise<void> {
  const { Kysely, Migrator, SqliteDialect } = await import('kysely');
  const kysely = new Kysely<unknown>({ dialect: new SqliteDialect({ database: db }) });
  const migrator = new Migrator({
    db: kysely,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(knownMigrations().map((name) => [name, { up: async () => runFile(db, name) }])),
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** kysely prepares one statement at a time; a file has many. */
function runFile(db: Database, name: string): void {
  const sql = readFileSync(`${folder}${name}.sql`, 'utf8');
  db.transaction(() => db.exec(sql))();
}
