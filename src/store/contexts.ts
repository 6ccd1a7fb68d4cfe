import type { Database } from 'better-sqlite3';
import { RowWriter } from './row-writer.ts';
import type { Row } from './schema.ts';

/** Contexts remembered at a time. One that was forgotten gets a second id, which harms nobody. */
const remembered = 1 << 17;

/** Interns (cpu, task, flags): ids for the column `event.context`. */
export class ContextWriter {
  readonly #rows: RowWriter;
  readonly #pairs = new Map<number, number>();
  readonly #ids = new Map<number, number>();
  /** Events of each context, by id. */
  readonly #events: number[] = [];
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    this.#rows = new RowWriter(db, 'context (id, cpu, task, flags)', '(?, ?, ?, ?)', 4);
  }

  /** The id of the context of one more event; cpu and flags below 65536, task below 2^32. */
  idOf(cpu: number, task: number, flags: number): number {
    const pairKey = cpu * 0x1_0000 + flags;
    let pair = this.#pairs.get(pairKey);
    if (pair === undefined) {
      if (this.#pairs.size === remembered) this.#forget();
      pair = this.#pairs.size;
      this.#pairs.set(pairKey, pair);
    }
    const key = task * remembered + pair;
    let id = this.#ids.get(key);
    if (id === undefined) {
      if (this.#ids.size === remembered) this.#ids.clear();
      id = this.#events.push(0) - 1;
      this.#ids.set(key, id);
      this.#rows.write(id, cpu, task, flags);
    }
    this.#events[id]++;
    return id;
  }

  /** Writes what is waiting, and how many events each context and each task has. */
  flush(): void {
    this.#rows.flush();
    const update = this.#db.prepare('UPDATE context SET events = ? WHERE id = ?');
    this.#events.forEach((n, id) => {
      update.run(n, id);
    });
    this.#db.exec(`UPDATE task SET events = c.events
      FROM (SELECT task, sum(events) AS events FROM context GROUP BY task) c WHERE c.task = task.id`);
  }

  #forget(): void {
    this.#pairs.clear();
    this.#ids.clear();
  }
}

/** The table `context` by id. */
export interface Contexts {
  readonly cpu: Uint16Array;
  readonly task: Uint32Array;
  readonly flags: Uint16Array;
}

/** Reads the table `context`. */
export function readContexts(db: Database): Contexts {
  const n = db.prepare<[], number>('SELECT count(*) FROM context').pluck().get() as number;
  const contexts = { cpu: new Uint16Array(n), task: new Uint32Array(n), flags: new Uint16Array(n) };
  for (const { id, cpu, task, flags } of db.prepare<[], Row<'context'>>('SELECT * FROM context').iterate()) {
    contexts.cpu[id] = cpu;
    contexts.task[id] = task;
    contexts.flags[id] = flags;
  }
  return contexts;
}
