import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { assert, exitCode, MmfoldError } from '../../base/errors.ts';
import type { Progress } from '../parts/progress.ts';
import type { FromJob, Job } from './job.ts';
import { importOne } from './one.ts';

/** Between two reports of progress; the person sees no more. */
const intervalMs = 100;

/** Does a job, and posts what comes of it. */
async function work(job: Job, port: MessagePort): Promise<void> {
  const post = (message: FromJob) => port.postMessage(message);
  const controller = new AbortController();
  port.on('message', () => controller.abort(new MmfoldError('interrupted', exitCode.interrupted)));
  let told = performance.now();
  const progress = (now: Progress) => {
    if (performance.now() - told < intervalMs) return;
    told = performance.now();
    post({ kind: 'progress', progress: now });
  };
  try {
    const code = await importOne(job, { warn: (line) => post({ kind: 'warn', line }), progress }, controller.signal);
    post({ kind: 'done', code });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post({ kind: 'failed', message, exitCode: error instanceof MmfoldError ? error.exitCode : null });
  } finally {
    port.close();
  }
}

assert(parentPort !== null, 'a job runs in a thread of its own');
void work(workerData as Job, parentPort);
