import type { Dictionary, Task } from '../events/batch.ts';
import type { Shape } from '../events/shape.ts';

/** What a dictionary has more than before: the ids go on where the last lesson ended. */
export interface Learnt {
  readonly shapes: readonly Shape[];
  readonly tasks: readonly Task[];
  readonly texts: readonly string[];
}

/** Tells another thread what a dictionary has learnt since the last time. */
export class Lessons {
  private shapes = 0;
  private tasks = 0;
  private texts = 0;

  since({ shapes, tasks, texts }: Dictionary): Learnt {
    const learnt = { shapes: shapes.slice(this.shapes), tasks: tasks.slice(this.tasks), texts: texts.slice(this.texts) };
    this.shapes = shapes.length;
    this.tasks = tasks.length;
    this.texts = texts.length;
    return learnt;
  }
}

/** The dictionary of a thread that is taught. */
export class TaughtDictionary implements Dictionary {
  readonly shapes: Shape[] = [];
  readonly tasks: Task[] = [];
  readonly texts: string[] = [];

  learn({ shapes, tasks, texts }: Learnt): void {
    for (const shape of shapes) this.shapes.push(shape);
    for (const task of tasks) this.tasks.push(task);
    for (const text of texts) this.texts.push(text);
  }
}
