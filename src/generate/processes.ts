import type { Machine } from './machine.ts';
import { access } from './ops/access.ts';
import { exit } from './ops/exit.ts';
import { cloneThread, fork } from './ops/fork.ts';
import { between, sleepUntil } from './scheduler.ts';
import type { Steps, Task } from './task.ts';

/** A program: what a task does until it exits. */
export type Program = (m: Machine) => Steps;

/** Starts a process that runs `program` and exits; the child's name is `comm`. */
export function* spawn(m: Machine, comm: string, program: Program): Steps<Task> {
  const child = yield* fork(m);
  child.program = main(m, child, comm, program);
  return child;
}

/** Starts a thread beside the running one. */
export function* spawnThread(m: Machine, program: Program): Steps<Task> {
  const thread = yield* cloneThread(m);
  thread.program = main(m, thread, null, program);
  return thread;
}

function* main(m: Machine, t: Task, comm: string | null, program: Program): Steps {
  yield* between(m, t);
  if (comm !== null && comm !== t.comm) {
    m.say.task.rename(t, comm);
    t.rename(comm);
    if (t.mm !== null) t.mm.comm = comm;
  }
  yield* program(m);
  yield* between(m, t);
  yield* exit(m);
}

/** Starts a kernel thread: it goes on until the trace ends. */
export function startDaemon(m: Machine, comm: string, round: () => Steps): void {
  const t = m.newTask(comm, null);
  t.program = daemon(m, t, round);
}

function* daemon(m: Machine, t: Task, round: () => Steps): Steps {
  for (;;) {
    yield* between(m, t);
    const wake = m.p.begun + 20 + m.prng.below(200);
    yield* sleepUntil(m, t, () => m.p.begun >= wake);
    yield* round();
  }
}

/** Waits, as wait() does, until the children are gone. */
export function* waitFor(m: Machine, children: readonly Task[]): Steps {
  const t = m.current;
  yield* sleepUntil(m, t, () => children.every((c) => c.done));
}

/** Touches pages one after another. */
export function* touch(m: Machine, start: number, pages: number, write: boolean): Steps {
  for (let i = 0; i < pages; i++) {
    const ok = yield* access(m, start + i * 4096 + 16, write);
    if (!ok) return;
  }
}
