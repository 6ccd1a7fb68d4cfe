import type { Command } from './parts/command.ts';

export const fold = {
  name: 'fold',
  summary: 'make or remake what is derived from the events: facts and checkpoints',
  usage: [{ name: '<store>', about: 'a store made by import' }],
  options: [],
  examples: ['mmfold import trace.txt.gz -o t.db --no-fold', 'mmfold fold t.db'],
  async run(given, io) {
    const [{ openStore }, { storeSource }, { deriveAll }, { showProgress }] = await Promise.all([
      import('../store/index.ts'),
      import('./parts/store-source.ts'),
      import('./parts/derive.ts'),
      import('./parts/progress.ts'),
    ]);
    const store = await openStore(given.args[0], { write: true });
    const progress = showProgress(io, given.args[0]);
    try {
      const { db } = store;
      const source = storeSource(store);
      db.transaction(() => {
        deriveAll(db, source, ({ firstSeq, n }) =>
          progress.update({ bytesRead: firstSeq + n, bytesTotal: store.lastSeq, events: firstSeq + n - 1 }),
        );
      })();
    } finally {
      progress.done();
      store.close();
    }
    return undefined;
  },
} as const satisfies Command;
