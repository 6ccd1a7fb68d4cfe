import { counted } from '../../base/counted.ts';
import { exitCode } from '../../base/errors.ts';
import { memoryOf } from '../../ingest/batch-memory.ts';
import { openTrace, type TraceInput } from '../../ingest/index.ts';
import { ThreadInput } from '../../ingest/thread-input.ts';
import type { NewStore } from '../../store/create.ts';
import { optionFlag } from '../parts/command.ts';
import { askedFilter } from '../parts/import-filter.ts';
import type { ImportFold, Reuse } from './import-fold.ts';
import type { Job, Listener } from './job.ts';

/** Imports one trace; gives the exit code. */
export async function importOne(job: Job, told: Listener, signal: AbortSignal): Promise<number> {
  const { given } = job;
  const { input, store } = await begin(job, signal);
  const { importTrace } = await import('../../store/import-trace.ts');
  const stopWaiting = () => void input.close();
  signal.addEventListener('abort', stopWaiting);
  let fold: ImportFold | null = null;
  try {
    signal.throwIfAborted();
    const filter = askedFilter(given, input.dictionary);
    fold = given.options.fold === false ? null : await startFold(input);
    await importTrace(input, store, {
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
    store.abandon();
    signal.removeEventListener('abort', stopWaiting);
    await Promise.all([input.close(), fold?.close()]);
  }
  return verdict(input.counts, optionFlag(given, 'strict'), told);
}

/**
 * Opens the trace and begins its store. While the thread that reads starts, this one loads what stores, which takes as
 * long: 85 ms that a trace of half a million lines need not wait. Leaves nothing behind when it throws.
 */
async function begin(
  { trace, target, given, readApart }: Job,
  signal: AbortSignal,
): Promise<{ input: TraceInput; store: NewStore }> {
  const opening = openTrace(trace, { signal, ...(readApart !== undefined && { thread: readApart }) });
  const creating = import('../../store/create.ts').then(({ createStore }) =>
    createStore(target, { force: optionFlag(given, 'force') }),
  );
  const [opened, created] = await Promise.allSettled([opening, creating]);
  if (opened.status === 'fulfilled' && created.status === 'fulfilled') return { input: opened.value, store: created.value };
  if (created.status === 'fulfilled') created.value.abandon();
  if (opened.status === 'rejected') throw opened.reason;
  await opened.value.close();
  throw (created as PromiseRejectedResult).reason;
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
