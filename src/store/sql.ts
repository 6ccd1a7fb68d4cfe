import type { Statement } from 'better-sqlite3';
import { MmfoldError, UsageError } from '../base/errors.ts';
import type { Column, ColumnKind, Rows } from '../base/rows.ts';
import { errorCode } from './errors.ts';
import type { Store } from './store.ts';

/**
 * Runs one statement that reads; integers are exact. Rows are fetched as they are iterated. Throws UsageError for SQL
 * that is wrong, that writes, or that is more than one statement.
 */
export function runSql(store: Store, sql: string): Rows {
  const statement = prepare(store, sql).raw().safeIntegers();
  return { columns: columnsOf(statement), rows: rowsOf(statement) };
}

function prepare(store: Store, sql: string): Statement<[], unknown[]> {
  const statement = asked(() => store.db.prepare<[], unknown[]>(sql));
  if (!statement.readonly) throw new UsageError('query only reads: copy the store and use sqlite3 to change it');
  if (!statement.reader) throw new UsageError('this statement gives no rows: write a SELECT');
  return statement;
}

function* rowsOf(statement: Statement<[], unknown[]>): Iterable<unknown[]> {
  const rows = asked(() => statement.iterate());
  try {
    for (let next = asked(() => rows.next()); !next.done; next = asked(() => rows.next())) yield next.value;
  } finally {
    rows.return?.();
  }
}

function columnsOf(statement: Statement<[], unknown[]>): readonly Column[] {
  const taken = new Set<string>();
  return statement.columns().map(({ name, type }) => {
    let distinct = name;
    for (let n = 2; taken.has(distinct); n++) distinct = `${name}_${n}`;
    taken.add(distinct);
    return { name: distinct, kind: kindOf(type) };
  });
}

/** What a column is declared as binds SQLite to nothing, save for our own columns. */
function kindOf(declared: string | null): ColumnKind {
  return declared === 'TEXT' ? 'text' : 'any';
}

/** SQLite explains well what is wrong with a statement: the explanation is the sentence for the person. */
function asked<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = errorCode(error);
    const ofSql =
      error instanceof RangeError || (code !== null && /^SQLITE_(ERROR|MISMATCH|TOOBIG|READONLY|AUTH|RANGE)/.test(code));
    if (!(error instanceof Error) || error instanceof MmfoldError || !ofSql) throw error;
    throw new UsageError(`SQL: ${error.message}`);
  }
}
