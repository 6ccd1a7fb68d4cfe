import type { Task } from '../events/batch.ts';
import type { TaskState } from '../models/task/task.ts';
import type { World } from '../models/world.ts';

/** Finds the state of the task that runs by its number in the dictionary, without looking tids up for every event. */
export class TaskCache {
  private readonly world: World;
  private readonly tasks: readonly Task[];
  private readonly states: (TaskState | undefined)[] = [];

  constructor(world: World, tasks: readonly Task[]) {
    this.world = world;
    this.tasks = tasks;
  }

  /** This task runs now. True when it is new in the world, or shows a thread group that was not known of it. */
  enter(id: number): boolean {
    const { world } = this;
    const { tid, tgid, comm } = this.tasks[id];
    const state = this.states[id];
    if (state && (tgid === null || state.tgid === tgid)) {
      world.now.task = state;
      return false;
    }
    const known = world.tasks.get(tid);
    const news = !known || (tgid !== null && known.tgid !== tgid);
    world.now.task = world.task(tid, tgid ?? -1, comm);
    this.states[id] = world.now.task;
    return news;
  }
}
