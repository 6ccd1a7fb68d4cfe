import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { programFile } from '../../../base/program-file.ts';
import { inLanes } from '../../parts/lanes.ts';
import { doRuns, type Outcome, type Runs } from './runs.ts';

const program = programFile('commands/check/self-test/runs-thread');

/** Does all runs, as many rows at a time as there are processors; the outcomes come in the order of the rows. */
export async function allRuns(rows: readonly Runs[], onRow: (row: Runs, done: number) => void): Promise<readonly Outcome[]> {
  const outcomes = new Array<Outcome>(rows.length);
  const apart = existsSync(fileURLToPath(program));
  let done = 0;
  await inLanes(apart ? availableParallelism() : 1, rows.length, async (i) => {
    onRow(rows[i], done);
    outcomes[i] = apart ? await inThread(rows[i]) : doRuns(rows[i]);
    done++;
  });
  return outcomes;
}

function inThread(runs: Runs): Promise<Outcome> {
  const worker = new Worker(program, { workerData: runs });
  return new Promise((resolve, reject) => {
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`the thread of ${runs.scenario} ended with ${code}`)));
  });
}
