import type { Database } from 'better-sqlite3';
import type { Dictionary, Task } from '../events/batch.ts';
import type { Shape } from '../events/shape.ts';
import type { Row } from './schema.ts';
import { parseShape } from './skeleton.ts';

/** Reads what the numbers in batches stand for. */
export function readDictionary(db: Database): Dictionary {
  return { shapes: readShapes(db), tasks: readTasks(db), texts: readTexts(db) };
}

function readShapes(db: Database): readonly Shape[] {
  return db.prepare<[], Row<'shape'>>('SELECT * FROM shape ORDER BY id').all().map(parseShape);
}

function readTasks(db: Database): readonly Task[] {
  return db.prepare<[], Task>('SELECT comm, tid, tgid FROM task ORDER BY id').all();
}

function readTexts(db: Database): readonly string[] {
  return db.prepare<[], string>('SELECT text FROM text ORDER BY id').pluck().all();
}
