import type { Machine } from './machine.ts';
import type { Steps, Task } from './task.ts';

/** Rounds without any step after which nothing can move any more. */
const stuck = 4000;

/**
 * Runs the tasks step by step, a random CPU at a time, and yields the text as it grows. Ends when all programs are done
 * or the trace is full. Throws when tasks of a kernel without bugs wait for each other.
 */
export function* runTasks(m: Machine): Generator<string> {
  const running: (Task | null)[] = new Array<Task | null>(m.options.cpus).fill(null);
  let idleRounds = 0;
  while (!m.p.full && m.watcher?.program !== null) {
    const cpu = m.prng.below(running.length);
    const task = choose(m, running, cpu);
    if (task === null || !step(m, task)) {
      if (++idleRounds > stuck) break;
      continue;
    }
    idleRounds = 0;
    if (m.dying.length > 0) endGracePeriods(m);
    if (m.p.waiting) yield m.p.take();
  }
  if (idleRounds > stuck && m.options.bug === null) {
    const names = m.tasks.filter((t) => t.program !== null).map((t) => `${t.comm}-${t.tid}`);
    throw new Error(`mmfold bug: deadlock in the simulated kernel between ${names.join(', ')}`);
  }
  yield m.p.take();
}

/** The task that runs next on a CPU: the one that does, unless it sleeps or had its time. */
function choose(m: Machine, running: (Task | null)[], cpu: number): Task | null {
  const now = running[cpu] ?? null;
  if (now !== null && now.program !== null) {
    const sleeps = (now.waits !== null && !now.waits()) || now.hold?.() === true;
    if (now.spins > 0 || (!sleeps && now.slice > 0)) return now;
  }
  const ready = m.tasks.filter(
    (t) => t.program !== null && !t.hold?.() && (t === now || !running.includes(t)) && (t.waits === null || t.waits()),
  );
  if (ready.length === 0) return null;
  const next = m.prng.pick(ready);
  next.slice = 10 + m.prng.below(50);
  next.cpu = cpu;
  running[cpu] = next;
  return next;
}

/** One step of a task; false when it cannot take any. */
function step(m: Machine, task: Task): boolean {
  if (task.hold?.()) return false;
  if (task.waits !== null) {
    if (!task.waits()) return false;
    task.waits = null;
  }
  task.slice--;
  m.p.task = task;
  const result = (task.program as Steps).next();
  if (result.done === true) {
    task.program = null;
    task.done = true;
  } else {
    task.waits = result.value ?? null;
  }
  return true;
}

/** Gives back table pages that no walker without locks is inside of. */
function endGracePeriods(m: Machine): void {
  const at = m.dying.findIndex((t) => t.walkers === 0 || !m.holds('tables-wait-for-rcu'));
  if (at < 0 || (m.holds('tables-wait-for-rcu') && !m.prng.chance(1, 20))) return;
  const [table] = m.dying.splice(at, 1);
  if (table === undefined) return;
  m.check('B3', table.walkers === 0);
  m.check('B1', table.used === 0);
  table.freed = true;
  m.say.page.free(table.pfn, 0);
  m.memory.give(table.pfn, 0);
}

/** A point between two operations, where a task may be held still for a snapshot. */
export function* between(m: Machine, t: Task): Steps {
  t.idle = true;
  yield m.freeze ? () => !m.freeze : undefined;
  if (m.freeze) yield () => !m.freeze;
  t.idle = false;
}

/** Sleeps in user space until something has come about. */
export function* sleepUntil(m: Machine, t: Task, come: () => boolean): Steps {
  t.idle = true;
  yield () => come() && !m.freeze;
  t.idle = false;
}
