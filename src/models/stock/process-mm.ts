import { isHashed } from '../lock/hashed-pointer.ts';
import { enterMm } from '../task/tasks.ts';
import type { World } from '../world.ts';

/** Stands for the mm of a process whose mm_struct pointer was not seen yet; above every hash, below every user address space's end. */
const UNNAMED = 2 ** 48;

export const isUnnamed = (mm: number): boolean => mm >= UNNAMED;

/** The mm of the running task, under a name of ours while its pointer is not known. */
export function processMm(world: World): number {
  const { task } = world.now;
  if (!task.mm) enterMm(world, task, UNNAMED + (task.tgid >= 0 ? task.tgid : task.tid));
  return task.mm;
}

/** A fresh mm for a process: after fork, or exec. */
export function freshMm(world: World, pid: number): number {
  const mm = UNNAMED + pid;
  const old = world.mms.get(mm);
  if (old) world.mms.delete(mm);
  return mm;
}

/** The running task locked `mm` for writing inside its own system call: that is its mm_struct. */
export function nameMm(world: World, mm: number): void {
  const { task } = world.now;
  if (task.mm === mm || (mm >= 0 && !isHashed(mm))) return;
  const unnamed = world.mms.get(processMm(world));
  if (!unnamed || !isUnnamed(unnamed.ptr)) {
    enterMm(world, task, mm);
    return;
  }
  world.mms.delete(unnamed.ptr);
  // What the pointer named before has ended: nothing in the trace tells the end of an mm but its last task's.
  world.mms.set(mm, unnamed);
  for (const other of world.tasks.values()) if (other.mm === unnamed.ptr) other.mm = mm;
  for (const vma of unnamed.vmas) vma.mm = mm;
  unnamed.rename(mm);
}
