import { defineModel } from '../define.ts';
import type { World } from '../world.ts';
import { idleCall, type TaskState } from './task.ts';

const CLONE_VM = 0x100;
const CLONE_THREAD = 0x1_0000;

/** What counts as the process: the thread group, or the thread where the trace has no tgid. */
const processOf = (task: TaskState): number => (task.tgid >= 0 ? task.tgid : task.tid);

export function enterMm(world: World, task: TaskState, mm: number): void {
  if (task.mm === mm) return;
  const process = processOf(task);
  if (task.mm) world.mms.get(task.mm)?.users.delete(process);
  task.mm = mm;
  if (mm) world.mm(mm).users.add(process);
}

/** Which task works in which mm: fork, exec, exit, and faults where those were not traced. */
export const tasks = defineModel({
  name: 'task',
  on: {
    task_fork(world, { child, flags }) {
      const parent = world.now.task;
      const thread = (flags & CLONE_THREAD) !== 0;
      const born = world.task(child, thread ? processOf(parent) : child, parent.comm);
      // The tid may have been another task's before.
      born.exited = false;
      born.call = idleCall();
      born.mm = 0;
      const mm = flags & CLONE_VM ? parent.mm : parent.pendingMm;
      parent.pendingMm = 0;
      if (mm) enterMm(world, born, mm);
    },
    task_exec(world) {
      const { task } = world.now;
      if (task.pendingMm) enterMm(world, task, task.pendingMm);
      task.pendingMm = 0;
    },
    task_exit(world) {
      const { task } = world.now;
      task.exited = true;
      const process = processOf(task);
      for (const other of world.tasks.values()) if (!other.exited && processOf(other) === process && other.mm === task.mm) return;
      enterMm(world, task, 0);
    },
    mm_exit(world, { mm }) {
      world.mm(mm).users.clear();
      for (const task of world.tasks.values()) if (task.mm === mm) task.mm = 0;
    },
    mm_current(world, { mm }) {
      const { task } = world.now;
      if (!task.exited) enterMm(world, task, mm);
    },
  },
});
