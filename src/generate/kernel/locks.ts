import type { Task } from '../task.ts';

/** A reader-writer semaphore that does not let new readers pass a waiting writer. */
export class RwSem {
  writer: Task | null = null;
  /** Holders for read; a task may hold it once. */
  readonly readers = new Set<Task>();
  waitingWriters = 0;

  get canRead(): boolean {
    return this.writer === null && this.waitingWriters === 0;
  }

  get canWrite(): boolean {
    return this.writer === null && this.readers.size === 0;
  }
}

/** A spinlock: who holds it. */
export class PmdLock {
  owner: Task | null = null;
}
