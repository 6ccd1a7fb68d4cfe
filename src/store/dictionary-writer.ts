import type { Database } from 'better-sqlite3';
import type { Dictionary } from '../events/batch.ts';
import { RowWriter } from './row-writer.ts';
import { formatSkeleton } from './skeleton.ts';

/** Keeps the tables shape, task and text as long as a growing dictionary. */
export class DictionaryWriter {
  readonly #shape: RowWriter;
  readonly #task: RowWriter;
  readonly #text: RowWriter;
  #shapes = 0;
  #tasks = 0;
  #texts = 0;

  constructor(db: Database) {
    this.#shape = new RowWriter(db, 'shape (id, name, probe, skeleton)', '(?, ?, ?, ?)', 4);
    this.#task = new RowWriter(db, 'task (id, comm, tid, tgid)', '(?, ?, ?, ?)', 4);
    this.#text = new RowWriter(db, 'text (id, text)', '(?, ?)', 2);
  }

  /** Writes what the dictionary has more than at the last call. */
  write({ shapes, tasks, texts }: Dictionary): void {
    for (; this.#shapes < shapes.length; this.#shapes++) {
      const shape = shapes[this.#shapes];
      this.#shape.write(this.#shapes, shape.name, Number(shape.probe), formatSkeleton(shape));
    }
    for (; this.#tasks < tasks.length; this.#tasks++) {
      const task = tasks[this.#tasks];
      this.#task.write(this.#tasks, task.comm, task.tid, task.tgid);
    }
    for (; this.#texts < texts.length; this.#texts++) this.#text.write(this.#texts, texts[this.#texts]);
  }

  flush(): void {
    this.#shape.flush();
    this.#task.flush();
    this.#text.flush();
  }
}
