import { counted } from '../../base/counted.ts';
import { exitCode } from '../../base/errors.ts';
import { memoryOf } from '../../ingest/batch-memory.ts';
import { openTrace, type TraceInput } from '../../ingest/index.ts';
import { ThreadInput } from '../../ingest/thread-input.ts';
import { importTrace } from '../../store/import-trace.ts';
import { optionFlag } from '../parts/command.ts';
import { askedFilter } from '../parts/import-filter.ts';
import type { ImportFold, Reuse } from './import-fold.ts';
import type { Job, Listener } from './job.ts';

/** Imports one trace; gives the exit code. */
export async function importOne({ trace, target, given, readApart }: Job, told: Listener, signal: AbortSignal): Promise<number> {
  const input = await openTrace(trace, readApart === undefined ? {} : { thread: readApart });
  const stopWaiting = () => void input.close();
  signal.addEventListener('abort', stopWaiting);
  let fold: ImportFold | null = null;
  try {
    const filter = askedFilter(given, input.dictionary);
    fold = given.options.fold === false ? null : await startFold(input);
    await importTrace(input, target, {
      force: optionFlag(given, 'force'),
      signal,
      ...(filter && { filter }),
      onBatch(batch, store) {
        const { bytesRead, bytesTotal, counts } = input;
        told.progress({ bytesRead, bytesTotal, events: counts.events });
        if (fold) return fold.apply(batch, store);
        input.reuse(memoryOf(batch));
      },
      onEnd: (result, store) => fold?.finish(result, store),
    });
  } finally {
    signal.removeEventListener('abort', stopWaiting);
    await Promise.all([input.close(), fold?.close()]);
  }
  return verdict(input.counts, optionFlag(given, 'strict'), told);
}

/** All that folding needs is loaded only where it is wanted. A trace that is read apart is long enough to be folded apart. */
async function startFold(input: TraceInput): Promise<ImportFold> {
  const reuse: Reuse = (memory) => input.reuse(memory);
  if (input instanceof ThreadInput) {
    const { FoldApart } = await import('./fold-apart.ts');
    if (FoldApart.isPossible) return new FoldApart(input.dictionary, reuse);
  }
  const { FoldHere } = await import('./import-fold.ts');
  return new FoldHere(input.dictionary, reuse);
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
