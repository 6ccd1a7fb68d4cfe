import { existsSync, statSync } from 'node:fs';
import Sqlite, { type Database } from 'better-sqlite3';
import { InputError, UsageError } from '../base/errors.ts';
import type { Dictionary } from '../events/batch.ts';
import { type Contexts, readContexts } from './contexts.ts';
import { isPartial } from './create.ts';
import { readDictionary } from './dictionary-reader.ts';
import { errorCode, readFailure, writeFailure } from './errors.ts';
import { appliedMigrations, knownMigrations, migrate } from './migrate.ts';
import type { Row } from './schema.ts';

/** PRAGMA application_id of a store; set by migrations/0001-events.sql. */
const applicationId = 0x6d6d6664;

/**
 * Pieces of checkpoints and blocks of facts are large: read through a mapping of the file they need no copies in a cache of
 * SQLite's. Seeks take a tenth less.
 */
const pragmas = ['cache_size = -32768', 'mmap_size = 2147418112'];

/** An open store. Close it when done. */
export interface Store {
  readonly path: string;
  /** The connection; read-only unless opened with `write`. */
  readonly db: Database;
  /** Time of `ts` 0 of the batches that are read back, in ns of the trace clock. */
  readonly originNs: bigint;
  /** Number of the last event, which is how many there are. */
  readonly lastSeq: number;
  /** Name of the last migration: the version of the schema. */
  readonly schema: string;
  readonly firstTs: bigint;
  readonly lastTs: bigint;
  /** Shapes, tasks and texts; read when first asked for. */
  readonly dictionary: Dictionary;
  /** What `event.context` stands for; read when first asked for. */
  readonly contexts: Contexts;
  close(): void;
}

/**
 * Opens a finished store. Throws InputError for a file that is missing, no store, or from an import that did not
 * finish; UsageError for a store that a newer mmfold wrote. A store of an older schema is brought up to date.
 */
export async function openStore(path: string, { write = false } = {}): Promise<Store> {
  if (!existsSync(path)) throw new InputError(`${path} does not exist`);
  if (!statSync(path).isFile()) throw new InputError(`${path} is not a file`);
  let db: Database | null = null;
  try {
    db = new Sqlite(path, { readonly: !write });
    for (const pragma of pragmas) db.pragma(pragma);
    const old = checkSchema(db, path);
    checkComplete(db, path);
    if (old) {
      await upgrade(path);
      db.close();
      db = new Sqlite(path, { readonly: !write });
    }
    return storeOf(db, path);
  } catch (error) {
    db?.close();
    // A kill may have torn any page, also the first: what is left then need not be a database.
    throw isPartial(path) && errorCode(error)?.startsWith('SQLITE_') ? incomplete(path) : readFailure(path, error);
  }
}

/** True when migrations are to be run. */
function checkSchema(db: Database, path: string): boolean {
  if (db.pragma('application_id', { simple: true }) !== applicationId) throw isPartial(path) ? incomplete(path) : notStore(path);
  const known = knownMigrations();
  const applied = appliedMigrations(db);
  if (applied.some((name) => !known.includes(name))) {
    throw new UsageError(
      `${path} was written by a newer mmfold (schema ${applied.at(-1)}): use that version, or import the trace again`,
    );
  }
  return applied.length < known.length;
}

function checkComplete(db: Database, path: string): void {
  const complete = db.prepare<[], number>('SELECT complete FROM source').pluck().get();
  if (complete !== 1) throw incomplete(path);
}

function notStore(path: string): InputError {
  return new InputError(`${path} is not an mmfold store`);
}

function incomplete(path: string): InputError {
  return new InputError(`${path} is incomplete: its import did not finish; import the trace again`);
}

/** Throws OutputError where the store cannot be written. */
async function upgrade(path: string): Promise<void> {
  const db = new Sqlite(path);
  try {
    await migrate(db);
  } catch (error) {
    throw writeFailure(path, error);
  } finally {
    db.close();
  }
}

/** A store by its connection, which holds all events and the row of `source`. */
export function storeOf(db: Database, path: string): Store {
  const [originNs, lastSeq, firstTs, lastTs] = db
    .prepare<[], [bigint, bigint, bigint, bigint]>('SELECT origin_ns, events, first_ts, last_ts FROM source')
    .safeIntegers()
    .raw()
    .get() as [bigint, bigint, bigint, bigint];
  let dictionary: Dictionary | null = null;
  let contexts: Contexts | null = null;
  return {
    path,
    db,
    originNs,
    lastSeq: Number(lastSeq),
    schema: appliedMigrations(db).at(-1) ?? '',
    firstTs,
    lastTs,
    get dictionary() {
      dictionary ??= readDictionary(db);
      return dictionary;
    },
    get contexts() {
      contexts ??= readContexts(db);
      return contexts;
    },
    close: () => db.close(),
  };
}

/** The row of `source`. */
export function readSource({ db }: Store): Row<'source'> {
  return db.prepare<[], Row<'source'>>('SELECT * FROM source').get() as Row<'source'>;
}
