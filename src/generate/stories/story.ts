import type { Guard } from '../guards.ts';
import type { MappedFile } from '../kernel/file.ts';
import type { Folio } from '../kernel/folio.ts';
import type { Mm } from '../kernel/mm.ts';
import { type Pte, tableIndex } from '../kernel/page-table.ts';
import type { Machine } from '../machine.ts';
import { addPage } from '../ops/cache.ts';
import { type Program, spawn, spawnThread, touch, waitFor } from '../processes.ts';
import type { Scenario } from '../scenario.ts';
import type { Steps, Task } from '../task.ts';
import { checkpoint } from '../watch.ts';

/** What a story may need of its machine. */
export interface StoryNeeds {
  readonly kernel?: string;
  readonly lacks?: Guard;
}

/** A small scripted run: one process does `program`; afterwards its state is looked at, and it exits. */
export function story(name: string, about: string, program: Program, needs: StoryNeeds = {}): Scenario {
  return {
    name,
    about,
    story: true,
    needs: { cpus: 3, blocks: 64, ...needs },
    setUp: (m) =>
      function* () {
        const child = yield* spawn(m, name.toLowerCase(), function* (machine) {
          yield* program(machine);
          yield* checkpoint(machine, 'result');
        });
        return [child];
      },
  };
}

/** The address space of the running process. */
export function ownMm(m: Machine): Mm {
  return m.current.mm as Mm;
}

/** The entry that maps an address in an mm. */
export function entryAt(mm: Mm, va: number): Pte | null {
  return mm.tables.get(tableIndex(va))?.entryOf(va) ?? null;
}

/** The folio that an address maps. */
export function folioAt(mm: Mm, va: number): Folio {
  const folio = entryAt(mm, va)?.folio ?? null;
  if (folio === null) throw new Error(`mmfold bug: the story maps nothing at 0x${va.toString(16)}`);
  return folio;
}

/** Reads a file into the page cache beforehand. */
export function fillCache(m: Machine, file: MappedFile): void {
  for (let index = 0; index < file.pages; index++) if (!file.cache.has(index)) addPage(m, file, index);
}

/** Runs a second actor beside the running task, as a thread of its process. */
export function* beside(m: Machine, program: Program): Steps<Task> {
  return yield* spawnThread(m, program);
}

/** A kernel thread that does one thing and ends. */
export function helper(m: Machine, comm: string, once: () => Steps): Task {
  const t = m.newTask(comm, null);
  t.program = once();
  return t;
}

/** From the moment `when` is true, keeps a task from going on until `until` is. */
export function holdBack(task: Task, when: () => boolean, until: () => boolean): void {
  let caught = false;
  task.hold = () => {
    if (!caught && when()) caught = true;
    if (!caught) return false;
    if (!until()) return true;
    task.hold = null;
    return false;
  };
}

/** Whether a task waits for something that has not come. */
export function blocked(task: Task): boolean {
  return task.waits !== null && !task.waits();
}

export { touch, waitFor };
