import { storeSource } from './commands/parts/store-source.ts';
import { TablesApart } from './commands/parts/tables-apart.ts';
import type { KernelProfile } from './models/kernel-profile.ts';
import { type Only, Session } from './replay/session.ts';
import type { WorldView } from './replay/view.ts';
import { openStore, resolveMoment, type Store } from './store/index.ts';

export { InputError, UsageError } from './base/errors.ts';
export type { Entry } from './models/page-table/entry.ts';
export type { Only } from './replay/session.ts';
export type { MmView, VmaView, WorldView } from './replay/view.ts';

/**
 * Opens a store to go to many moments, as a viewer does that scrubs through time. Throws what openStore() throws. A store that is not
 * folded is replayed from its first event whenever time goes back.
 */
export async function openReplay(path: string): Promise<Replay> {
  return new Replay(await openStore(path));
}

/** An open store and the moment it is at. Close it when done. */
export class Replay {
  private readonly store: Store;
  private readonly tables = new TablesApart();
  private readonly session: Session;

  constructor(store: Store) {
    this.store = store;
    this.session = new Session(storeSource(store, this.tables));
  }

  /** Number of the last event. */
  get lastSeq(): number {
    return this.store.lastSeq;
  }

  /** Has the store facts and checkpoints to start from? Otherwise going back in time is slow: `mmfold fold` makes them. */
  get isFolded(): boolean {
    return this.session.isFolded;
  }

  /** How the kernel is taken to work: as the trace shows it. */
  get kernel(): KernelProfile {
    return this.session.kernel;
  }

  /**
   * The state just after `moment`, written as for `replay --to`: `69.36`, `+1.5ms`, `#32000`, `@MARKER`, `end`; after the last event
   * it is what it was then. With `only` the
   * entries of other address spaces, and what is counted over all of them, may be missing, and it takes a fraction of the time.
   * What it gave before shows nothing reliable any more. Throws UsageError for a moment that the trace does not have.
   */
  at(moment: string, only: Only | null = null): WorldView {
    return this.session.seek(resolveMoment(this.store, moment).seq, only);
  }

  async close(): Promise<void> {
    await this.tables.close();
    this.store.close();
  }
}
