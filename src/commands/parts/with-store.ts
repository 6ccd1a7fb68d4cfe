import type { Store } from '../../store/index.ts';

/** Opens a store for `use`, and closes it whatever happens. */
export async function withStore<T>(path: string, use: (store: Store) => T | Promise<T>): Promise<T> {
  const { openStore } = await import('../../store/index.ts');
  const store = await openStore(path);
  try {
    return await use(store);
  } finally {
    store.close();
  }
}
