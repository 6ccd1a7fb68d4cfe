import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { MmfoldError } from '../../base/errors.ts';
import { programFile } from '../../base/program-file.ts';
import type { FromJob, Job, Listener, ToJob } from './job.ts';

const program = programFile('commands/import/import-thread');

/** Whether imports can have threads of their own; the sources themselves cannot. */
export function threadsArePossible(): boolean {
  return existsSync(fileURLToPath(program));
}

/** Does what importOne does in a thread of its own, reading included. */
export function importInThread(job: Job, told: Listener, signal: AbortSignal): Promise<number> {
  const worker = new Worker(program, { workerData: { ...job, readApart: false } satisfies Job });
  const abort = () => worker.postMessage('abort' satisfies ToJob);
  signal.addEventListener('abort', abort);
  const outcome = new Promise<number>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the thread of ${job.trace} ended with ${code}`)));
    worker.on('message', (message: FromJob) => {
      switch (message.kind) {
        case 'warn':
          told.warn(message.line);
          break;
        case 'progress':
          told.progress(message.progress);
          break;
        case 'done':
          resolve(message.code);
          break;
        case 'failed':
          reject(message.exitCode === null ? new Error(message.message) : new MmfoldError(message.message, message.exitCode));
      }
    });
  });
  return outcome.finally(() => signal.removeEventListener('abort', abort));
}
