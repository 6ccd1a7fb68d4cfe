import type { Database, Statement } from 'better-sqlite3';

/**
 * Rows per statement. With 100 rows a statement better-sqlite3 inserts about twice as many rows a second as with one;
 * with 500 no more. Arguments are bound in two thirds of the time that the elements of an array take.
 */
const rowsPerStatement = 100;

/** Anything SQLite stores. */
export type SqlValue = number | bigint | string | Uint8Array | null;

/**
 * Collects the values of rows and inserts a hundred rows at a time. The caller writes values to `values` from `at` on,
 * one row after the other, and calls `rowDone()` after each.
 */
export class RowWriter {
  readonly values: SqlValue[];
  at = 0;
  readonly #full: number;
  readonly #width: number;
  readonly #many: Statement;
  readonly #one: Statement;

  /** `row` is the SQL of one row's values, such as `(?, ?)`; `width` the number of its parameters. */
  constructor(db: Database, into: string, row: string, width: number) {
    this.#width = width;
    this.#full = width * rowsPerStatement;
    this.values = new Array<SqlValue>(this.#full).fill(null);
    this.#many = db.prepare(`INSERT INTO ${into} VALUES ${new Array(rowsPerStatement).fill(row).join(', ')}`);
    this.#one = db.prepare(`INSERT INTO ${into} VALUES ${row}`);
  }

  rowDone(): void {
    if (this.at === this.#full) {
      this.at = 0;
      this.#many.run(...this.values);
    }
  }

  /** Adds a whole row. */
  write(...row: SqlValue[]): void {
    for (const value of row) this.values[this.at++] = value;
    this.rowDone();
  }

  /** Inserts what is still waiting. */
  flush(): void {
    for (let from = 0; from < this.at; from += this.#width) this.#one.run(this.values.slice(from, from + this.#width));
    this.at = 0;
  }
}
