import { counted } from '../../base/counted.ts';
import { exitCode } from '../../base/errors.ts';
import type { Dictionary } from '../../events/batch.ts';
import { openTrace } from '../../ingest/index.ts';
import { importTrace } from '../../store/import-trace.ts';
import { optionFlag } from '../parts/command.ts';
import { askedFilter } from '../parts/import-filter.ts';
import type { ImportFold } from '../parts/import-fold.ts';
import type { Job, Listener } from './job.ts';

/** Imports one trace; gives the exit code. */
export async function importOne({ trace, target, given, readApart }: Job, told: Listener, signal: AbortSignal): Promise<number> {
  const input = await openTrace(trace, readApart === undefined ? {} : { thread: readApart });
  const stopWaiting = () => void input.close();
  signal.addEventListener('abort', stopWaiting);
  try {
    const filter = askedFilter(given, input.dictionary);
    const fold = given.options.fold === false ? null : await startFold(input.dictionary);
    await importTrace(input, target, {
      force: optionFlag(given, 'force'),
      signal,
      ...(filter && { filter }),
      onBatch(batch, store) {
        fold?.apply(batch, store.db);
        const { bytesRead, bytesTotal, counts } = input;
        told.progress({ bytesRead, bytesTotal, events: counts.events });
      },
      onEnd: (result, store) => fold?.finish(result, store),
    });
  } finally {
    signal.removeEventListener('abort', stopWaiting);
    await input.close();
  }
  return verdict(input.counts, optionFlag(given, 'strict'), told);
}

/** All that folding needs is loaded only where it is wanted. */
async function startFold(dictionary: Dictionary): Promise<ImportFold> {
  const { ImportFold } = await import('../parts/import-fold.ts');
  return new ImportFold(dictionary);
}

/** Partial is what the trace itself says of itself: lines that are no events, and losses. */
function verdict(
  { diagnostics, lossMarks }: { readonly diagnostics: number; readonly lossMarks: number },
  strict: boolean,
  told: Listener,
): number {
  if (diagnostics > 0) told.warn(`${counted(diagnostics, 'line')} that are no event: see mmfold report STORE diagnostics`);
  if (lossMarks > 0) told.warn(`events were lost in ${counted(lossMarks, 'gap')}: see mmfold report STORE losses`);
  return strict && diagnostics + lossMarks > 0 ? exitCode.partial : exitCode.ok;
}
