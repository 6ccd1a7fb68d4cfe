import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { assert, InputError } from '../base/errors.ts';
import type { Dictionary } from '../events/batch.ts';
import type { ReadBatch, TraceInput } from './input.ts';
import { openHere } from './open-here.ts';
import { type Failure, type FromReader, type Learnt, mostWaiting, type Order, type State } from './thread-messages.ts';

/** Lets as many batches go as wait to be used at most. */
class Gate {
  private free = mostWaiting;
  private open: (() => void) | null = null;

  /** Waits until another batch may be posted. */
  async pass(): Promise<void> {
    if (this.free === 0) {
      await new Promise<void>((resolve) => {
        this.open = resolve;
      });
    }
    this.free--;
  }

  /** Says that a batch was used up. */
  used(): void {
    this.free++;
    this.open?.();
    this.open = null;
  }
}

/** Posts what a dictionary has learnt since the last time. */
class Lessons {
  private shapes = 0;
  private tasks = 0;
  private texts = 0;

  since({ shapes, tasks, texts }: Dictionary): Learnt {
    const learnt = { shapes: shapes.slice(this.shapes), tasks: tasks.slice(this.tasks), texts: texts.slice(this.texts) };
    this.shapes = shapes.length;
    this.tasks = tasks.length;
    this.texts = texts.length;
    return learnt;
  }
}

function stateOf({ counts, header, originNs, bytesRead }: TraceInput): State {
  return { counts: { ...counts }, header, originNs, bytesRead };
}

/** The memory of a batch that is handed over instead of copied. */
function memoryOf({ ts, cpu, task, flags, shape, argStart, args }: ReadBatch): ArrayBuffer[] {
  return [ts, cpu, task, flags, shape, argStart, args].map((column) => column.buffer as ArrayBuffer);
}

function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { message, ofInput: error instanceof InputError };
}

/** Reads the trace of an order, and posts its batches as they are asked for. */
async function read({ path, options }: Order, port: MessagePort): Promise<void> {
  const post = (message: FromReader, memory: ArrayBuffer[] = []) => port.postMessage(message, memory);
  const gate = new Gate();
  const lessons = new Lessons();
  port.on('message', () => gate.used());
  try {
    const input = await openHere(path, options);
    post({ kind: 'opened', format: input.format, bytesTotal: input.bytesTotal });
    let failure: Failure | null = null;
    try {
      for await (const batch of input.batches()) {
        await gate.pass();
        post({ kind: 'batch', batch, learnt: lessons.since(input.dictionary), state: stateOf(input) }, memoryOf(batch));
      }
    } catch (error) {
      failure = failureOf(error);
    }
    post({ kind: 'ended', state: stateOf(input), sha256: input.sha256, failure });
  } catch (error) {
    post({ kind: 'failed', failure: failureOf(error) });
  } finally {
    port.removeAllListeners();
    port.unref();
  }
}

assert(parentPort !== null, 'the reader runs in a thread of its own');
await read(workerData as Order, parentPort);
