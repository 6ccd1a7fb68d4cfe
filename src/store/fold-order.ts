import type { Database } from 'better-sqlite3';
import type { EventBatch } from '../events/batch.ts';
import { moreStride } from './layout.ts';

/** Notices, while events are appended in the order of the input, which of them are out of fold order. */
export class OrderWatch {
  /** Events whose time is before that of the event above. */
  backwardSteps = 0;
  #previous = Number.NEGATIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;
  #earliestLate = Number.POSITIVE_INFINITY;
  #lastLateSeq = 0;

  append({ firstSeq, n, ts }: EventBatch): void {
    for (let i = 0; i < n; i++) {
      if (ts[i] < this.#previous) this.backwardSteps++;
      this.#previous = ts[i];
      if (ts[i] >= this.#latest) this.#latest = ts[i];
      else {
        if (ts[i] < this.#earliestLate) this.#earliestLate = ts[i];
        this.#lastLateSeq = firstSeq + i;
      }
    }
  }

  /** Time of the earliest event that stands too late (ns since the origin) and number of the last; null if all stand right. */
  get disorder(): { readonly fromTs: number; readonly lastSeq: number } | null {
    return this.#lastLateSeq === 0 ? null : { fromTs: this.#earliestLate, lastSeq: this.#lastLateSeq };
  }
}

/**
 * Renumbers the events into fold order: by time, then by their order in the input. Only the stretch that is out of
 * order is touched; SQLite sorts it in a temporary file, so that memory stays bounded.
 */
export function renumber(db: Database, disorder: { readonly fromTs: bigint; readonly lastSeq: number }): void {
  const first = db
    .prepare<[bigint], number>('SELECT seq FROM event WHERE ts > ? ORDER BY seq LIMIT 1')
    .pluck()
    .get(disorder.fromTs);
  db.exec('CREATE TEMP TABLE _order (new INTEGER PRIMARY KEY, old INTEGER)');
  db.prepare(
    `INSERT INTO _order SELECT row_number() OVER (ORDER BY ts, seq) + ? - 1, seq FROM event WHERE seq BETWEEN ? AND ?`,
  ).run(first, first, disorder.lastSeq);
  db.exec(`
    DELETE FROM _order WHERE new = old;
    CREATE UNIQUE INDEX temp._order_old ON _order (old, new);
    CREATE TEMP TABLE _event AS SELECT o.new, e.* FROM _order o CROSS JOIN event e ON e.seq = o.old ORDER BY o.new;
    CREATE TEMP TABLE _more AS SELECT o.new * ${moreStride} + m.id % ${moreStride} AS new, m.* FROM _order o
      CROSS JOIN event_more m ON m.id BETWEEN o.old * ${moreStride} AND o.old * ${moreStride} + ${moreStride - 1};
    DELETE FROM event WHERE seq IN (SELECT old FROM _order);
    DELETE FROM event_more WHERE id IN (SELECT id FROM _more);
    INSERT INTO event SELECT new, ts, context, shape, a0, a1, a2, a3, a4, a5 FROM _event;
    INSERT INTO event_more SELECT new, a0, a1, a2, a3, a4, a5, a6, a7 FROM _more ORDER BY new;
  `);
  for (const [table, column] of references) follow(db, table, column);
  follow(db, 'marker', 'seq', '-');
  db.exec('UPDATE marker SET seq = -seq WHERE seq < 0');
  db.exec('DROP TABLE _event; DROP TABLE _more; DROP TABLE _order');
}

/** Columns that name an event, and may name it twice. */
const references = [
  ['loss', 'after_seq'],
  ['loss', 'before_seq'],
  ['diagnostic', 'seq'],
  ['continuation', 'seq'],
] as const;

/** With the sign `-` numbers that change places do not collide where they must be unique. */
function follow(db: Database, table: string, column: string, sign: '' | '-' = ''): void {
  db.exec(`UPDATE ${table} SET ${column} = (SELECT ${sign}new FROM _order WHERE old = ${column})
    WHERE ${column} IN (SELECT old FROM _order)`);
}
