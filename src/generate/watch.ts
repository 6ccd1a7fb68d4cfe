import type { Machine } from './machine.ts';
import { newMm } from './ops/fork.ts';
import { sleepUntil } from './scheduler.ts';
import type { Steps, Task } from './task.ts';
import { writeSnapshot } from './truth.ts';

/** Events between two snapshots that nobody asked for. */
const snapshotEvery = 4000;

/** Creates the watcher: it runs `work`, which starts processes, and then takes snapshots until they are all gone. */
export function startWatcher(m: Machine, scenario: string, work: () => Steps<readonly Task[]>, rounds: number): void {
  const t = m.newTask('gtw', null);
  m.watcher = t;
  t.program = watch(m, t, scenario, work, rounds);
}

function* watch(m: Machine, t: Task, scenario: string, work: () => Steps<readonly Task[]>, rounds: number): Steps {
  t.mm = yield* newMm(m, t);
  t.mm.tgid = t.tgid;
  m.say.task.mark(`GT -1 START ${scenario}`);
  let n = 0;
  for (let round = 0; round < rounds; round++) {
    const children = yield* work();
    let next = m.p.begun + snapshotEvery;
    const over = (): boolean => children.every((c) => c.done);
    while (!over()) {
      yield () => over() || m.wanted !== null || m.p.begun >= next;
      if (over()) break;
      yield* snapshot(m, t, n++);
      m.wanted = null;
      next = m.p.begun + snapshotEvery;
    }
  }
  m.say.task.mark(`GT ${n} FINISHED status=0`);
}

/** Stops everybody between two operations, marks the place, and writes what is true there. */
function* snapshot(m: Machine, t: Task, n: number): Steps {
  m.freeze = true;
  yield () => m.tasks.every((task) => task === t || task.program === null || task.idle);
  const label = m.wanted ?? 'periodic';
  const mms = [...m.mms].filter((mm) => mm !== t.mm && mm.users > 0);
  const pids = mms.map((mm) => mm.tgid);
  m.say.task.mark(`GT ${n} BEGIN ${label} pid ${pids.join(' ')}`);
  if (m.options.truth !== null && !m.p.full) for (const mm of mms) writeSnapshot(m, mm, n, label, m.options.truth);
  yield;
  m.say.task.mark(`GT ${n} END ${label}`);
  m.freeze = false;
}

/** Asks for a snapshot and waits until it is taken. */
export function* checkpoint(m: Machine, label: string): Steps {
  const t = m.current;
  m.wanted = label;
  yield* sleepUntil(m, t, () => m.wanted !== label);
}
