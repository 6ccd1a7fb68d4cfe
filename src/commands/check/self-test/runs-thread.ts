import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '../../../base/errors.ts';
import { doRuns, type Runs } from './runs.ts';

assert(parentPort !== null, 'runs have a thread of their own');
parentPort.postMessage(doRuns(workerData as Runs));
