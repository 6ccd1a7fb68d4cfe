import type { Database, Statement } from 'better-sqlite3';

/** Reads single words exactly: reading every integer as a bigint would make all of them slow for the sake of a few. */
export class WideReader {
  readonly #db: Database;
  readonly #statements = new Map<string, Statement<[number], bigint>>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Argument column `k` of the row `seq` of `event`. */
  event(seq: number, k: number): bigint {
    return this.#read(`SELECT a${k} FROM event WHERE seq = ?`, seq);
  }

  /** Argument column `k` of the row `id` of `event_more`. */
  more(id: number, k: number): bigint {
    return this.#read(`SELECT a${k} FROM event_more WHERE id = ?`, id);
  }

  #read(sql: string, key: number): bigint {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare<[number], bigint>(sql).pluck().safeIntegers();
      this.#statements.set(sql, statement);
    }
    return statement.get(key) as bigint;
  }
}
