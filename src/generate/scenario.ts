import type { Guard } from './guards.ts';
import type { Machine } from './machine.ts';
import type { Steps, Task } from './task.ts';

/** A workload or a small story. */
export interface Scenario {
  readonly name: string;
  /** One line: what goes on in it. */
  readonly about: string;
  /** A story ends by itself; a workload goes on until the trace is as long as asked for. */
  readonly story: boolean;
  /** What it needs of a machine, where the defaults do not do. */
  readonly needs?: { readonly cpus?: number; readonly blocks?: number; readonly kernel?: string; readonly lacks?: Guard };
  /** Kernel threads and files; then the watcher runs what is returned, which starts the processes. */
  setUp(m: Machine): () => Steps<readonly Task[]>;
}
