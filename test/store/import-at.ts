import { createStore } from '../../src/store/create.ts';
import { type ImportOptions, importTrace } from '../../src/store/import-trace.ts';
import type { EventSource, ImportResult } from '../../src/store/source.ts';

/** Imports a source into a new store of this name. */
export async function importAt(
  source: EventSource,
  path: string,
  { force = false, ...options }: ImportOptions & { readonly force?: boolean } = {},
): Promise<ImportResult> {
  const store = await createStore(path, { force });
  try {
    return await importTrace(source, store, options);
  } finally {
    store.abandon();
  }
}
