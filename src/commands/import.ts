import { counted } from '../base/counted.ts';
import { exitCode, UsageError } from '../base/errors.ts';
import { type Command, type Given, optionFlag, optionText } from './parts/command.ts';
import type { Io } from './parts/io.ts';

export const importCommand = {
  name: 'import',
  summary: 'read a trace into a store',
  usage: [{ name: '<trace...>', about: 'ftrace text, plain or gzip; - is stdin' }],
  options: [
    { flags: '-o, --output <store>', about: 'the store to make; a directory for several traces' },
    { flags: '--force', about: 'replace a store that exists' },
    { flags: '--strict', about: 'exit 4 when lines were no events, or events were lost' },
    { flags: '--no-fold', about: 'store the events only' },
    { flags: '--since <time>', about: 'leave out what is before: 102.3, 1500us, +5s' },
    { flags: '--until <time>', about: 'leave out what is after' },
    { flags: '--pid <pids>', about: 'only these threads or processes: 3901,3902' },
    { flags: '--cpu <cpus>', about: 'only these CPUs: 0,1' },
    { flags: '--event <names>', about: 'only these events: mm_page_alloc,mmap_lock_*' },
  ],
  examples: ['mmfold import trace.txt.gz -o t.db', 'cat /sys/kernel/tracing/trace | mmfold import - -o t.db'],
  async run(given, io) {
    const output = optionText(given, 'output');
    if (output === undefined) throw new UsageError('import needs -o STORE: the file to make');
    const { importTargets } = await import('./parts/import-target.ts');
    const targets = importTargets(given.args, output);
    let code: number = exitCode.ok;
    for (const [i, trace] of given.args.entries()) {
      code = Math.max(code, await importOne(trace, targets[i], given, io));
    }
    return code;
  },
} as const satisfies Command;

/** Imports one trace; gives the exit code. */
async function importOne(trace: string, target: string, given: Given, io: Io): Promise<number> {
  const [{ openTrace }, { importTrace }, { askedFilter }, { showProgress }, { interruptible }, { ImportFold }] =
    await Promise.all([
      import('../ingest/index.ts'),
      import('../store/import-trace.ts'),
      import('./parts/import-filter.ts'),
      import('./parts/progress.ts'),
      import('./parts/interrupt.ts'),
      import('./parts/import-fold.ts'),
    ]);
  const input = await openTrace(trace);
  const progress = showProgress(io, target);
  try {
    const filter = askedFilter(given, input.dictionary);
    const force = optionFlag(given, 'force');
    const fold = given.options.fold === false ? null : new ImportFold(input.dictionary);
    await interruptible((signal) =>
      importTrace(input, target, {
        force,
        signal,
        ...(filter && { filter }),
        onBatch(batch, store) {
          fold?.apply(batch, store.db);
          progress.update({ ...readSoFar(input), events: input.counts.events });
        },
        onEnd: (result, store) => fold?.finish(result, store),
      }),
    );
  } finally {
    progress.done();
    await input.close();
  }
  return verdict(input.counts, given, io);
}

function readSoFar({ bytesRead, bytesTotal }: { readonly bytesRead: number; readonly bytesTotal: number | null }) {
  return { bytesRead, bytesTotal };
}

/** Partial is what the trace itself says of itself: lines that are no events, and losses. */
function verdict(
  { diagnostics, lossMarks }: { readonly diagnostics: number; readonly lossMarks: number },
  given: Given,
  io: Io,
): number {
  if (diagnostics > 0) io.warn(`${counted(diagnostics, 'line')} that are no event: see mmfold report STORE diagnostics`);
  if (lossMarks > 0) io.warn(`events were lost in ${counted(lossMarks, 'gap')}: see mmfold report STORE losses`);
  return optionFlag(given, 'strict') && diagnostics + lossMarks > 0 ? exitCode.partial : exitCode.ok;
}
