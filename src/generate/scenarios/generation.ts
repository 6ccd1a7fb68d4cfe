import type { Machine } from '../machine.ts';
import { spawn, spawnThread, waitFor } from '../processes.ts';
import { between } from '../scheduler.ts';
import type { Steps, Task } from '../task.ts';
import { type Habit, live } from '../workload.ts';

/** Events of one generation of processes: then they exit, and the next ones start. */
const generationEvents = 12_000;

/** Starts processes of several threads each that live by a habit until their generation ends. */
export function* generation(m: Machine, comm: string, processes: number, threads: number, habit: Habit): Steps<Task[]> {
  const until = m.p.begun + generationEvents + m.prng.below(generationEvents);
  const children: Task[] = [];
  for (let i = 0; i < processes; i++) {
    children.push(
      yield* spawn(m, comm, function* (machine) {
        const others: Task[] = [];
        for (let n = 1; n < threads; n++) {
          others.push(yield* spawnThread(machine, (again) => member(again, habit, until)));
          yield* between(machine, machine.current);
        }
        yield* member(machine, habit, until);
        yield* waitFor(machine, others);
      }),
    );
  }
  return children;
}

function* member(m: Machine, habit: Habit, until: number): Steps {
  const ending = (): boolean => m.p.begun >= until;
  yield* live(m, habit, ending);
}
