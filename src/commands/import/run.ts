import { availableParallelism } from 'node:os';
import { exitCode, MmfoldError, UsageError } from '../../base/errors.ts';
import { type Given, optionText } from '../parts/command.ts';
import { importTargets } from '../parts/import-target.ts';
import { interruptible } from '../parts/interrupt.ts';
import type { Io } from '../parts/io.ts';
import { inLanes } from '../parts/lanes.ts';
import { showProgress } from '../parts/progress.ts';
import { importInThread, threadsArePossible } from './in-thread.ts';
import type { Job, Listener } from './job.ts';
import { importOne } from './one.ts';
import { ProgressSum } from './progress-sum.ts';

/**
 * Imports all traces that were given, as many at a time as there are processors; gives the exit code. One that fails
 * does not keep the others from being imported: the error is said, and the worst exit code is given.
 */
export async function runImport(given: Given, io: Io): Promise<number> {
  const output = optionText(given, 'output');
  if (output === undefined) throw new UsageError('import needs -o STORE: the file to make');
  const targets = importTargets(given.args, output);
  const jobs = given.args.map((trace, i) => ({ trace, target: targets[i], given }));
  const progress = showProgress(io, output);
  try {
    return await interruptible((signal) => {
      if (jobs.length > 1) return importMany(jobs, io, (now) => progress.update(now), signal);
      return importOne(jobs[0], { warn: io.warn, progress: (now) => progress.update(now) }, signal);
    });
  } finally {
    progress.done();
  }
}

async function importMany(jobs: readonly Job[], io: Io, onProgress: Listener['progress'], signal: AbortSignal): Promise<number> {
  const sum = new ProgressSum(jobs.length, onProgress);
  const lanes = threadsArePossible() ? Math.min(jobs.length, availableParallelism()) : 1;
  const act = lanes > 1 ? importInThread : importOne;
  let code: number = exitCode.ok;
  await inLanes(lanes, jobs.length, async (i) => {
    const told = { warn: (line: string) => io.warn(`${jobs[i].trace}: ${line}`), progress: sum.part(i) };
    const result = await saidIfWrong(() => act(jobs[i], told, signal), io, signal);
    code = Math.max(code, result);
  });
  return code;
}

/** Says what is wrong with one trace and gives the exit code; what is no fault of the trace ends everything. */
async function saidIfWrong(act: () => Promise<number>, io: Io, signal: AbortSignal): Promise<number> {
  try {
    return await act();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!(error instanceof MmfoldError)) throw error;
    io.warn(error.message);
    return error.exitCode;
  }
}
